using Panoptes.Dashboard.Browsing.Samples;
using Panoptes.Experiments.Progress;
using Panoptes.Reports.Pages;

namespace Panoptes.Dashboard.Browsing.Views;

/// <summary>How often each class occurs in each split: pixels, images and objects.</summary>
internal static class ClassesView
{
    /// <summary>The page.</summary>
    public static PageParts Parts(BrowsedData data, ClassTally tally) => new(new PageHead("data", "Class frequencies", []), html =>
    {
        html.Raw("<section id=\"browse\" class=\"browse\"><p class=\"note\">Shares are of the labeled pixels of the split, ");
        html.Raw("void left out; a class leads to the images that show it.</p>\n");
        html.Raw("<div class=\"card scroll\"><table class=\"plain\"><thead><tr><th scope=\"col\">class</th>");
        foreach (var split in data.Splits)
        {
            html.Add($"<th scope=\"col\" class=\"n\">{split.Value}: pixels</th><th scope=\"col\" class=\"n\">images</th>");
            html.Raw(tally.HasObjects ? "<th scope=\"col\" class=\"n\">objects</th>" : "");
        }

        html.Raw("</tr></thead><tbody>\n");
        foreach (var name in data.Classes.Select(facet => facet.Value))
        {
            Row(html, data, tally, name);
        }

        html.Raw("</tbody></table></div></section>\n");
    });

    private static void Row(Html html, BrowsedData data, ClassTally tally, string name)
    {
        html.Add($"<tr><th scope=\"row\"><i class=\"dot\" style=\"background:{tally.ColorOf(name)}\"></i>");
        html.Add($"<a href=\"{new SampleQuery { Class = name }.Address()}\">{name}</a></th>");
        foreach (var split in data.Splits.Select(facet => facet.Value))
        {
            var count = tally.Of(split, name);
            var share = tally.ShareOf(split, name);
            html.Add($"<td class=\"bar\" data-value=\"{count.Pixels}\" title=\"{Show.Count(count.Pixels)} pixels\"><div>");
            html.Add($"<u><i class=\"share\" style=\"width:{ShareText.Number(100 * tally.BarOf(split, name))}%\"></i></u>");
            html.Add($"<span>{ShareText.Percent(share)}</span>");
            html.Raw("</div></td>");
            html.Add($"<td class=\"n\" data-value=\"{count.Images}\"><a href=\"");
            html.Add($"{new SampleQuery { Class = name, Split = split }.Address()}\">{Show.Count(count.Images)}</a></td>");
            if (tally.HasObjects)
            {
                html.Add($"<td class=\"n\" data-value=\"{count.Objects}\">{(count.Objects > 0 ? Show.Count(count.Objects) : "")}</td>");
            }
        }

        html.Raw("</tr>\n");
    }
}
