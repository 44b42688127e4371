using System.Globalization;
using Panoptes.Dashboard.Browsing.Samples;
using Panoptes.Data.Indexing;
using Panoptes.Experiments.Progress;
using Panoptes.Reports.Pages;

namespace Panoptes.Dashboard.Browsing.Views;

/// <summary>One sample at full size, with ways to those before and after it.</summary>
internal static class SampleView
{
    private const int MostBoxes = 1000;

    /// <summary>The page.</summary>
    /// <param name="data">The data set.</param>
    /// <param name="query">The grid that it was chosen from.</param>
    /// <param name="places">All samples of that.</param>
    /// <param name="place">The sample.</param>
    /// <param name="isTicked">Whether it is selected.</param>
    public static PageParts Parts(BrowsedData data, SampleQuery query, int[] places, int place, bool isTicked)
    {
        var sample = data.Index.Samples[place];
        return new PageParts(new PageHead("data", data.NameOf(place), []), html =>
        {
            html.Raw("<section id=\"browse\" class=\"browse one\">\n");
            Ways(html, query, places, place);
            ViewTools.Write(html, data, hasSize: false);
            html.Add($"<div class=\"acts\"><label><input type=\"checkbox\" name=\"pick\" value=\"{place}\"");
            html.Raw(isTicked ? " checked" : "");
            html.Raw("> select</label><label><input type=\"checkbox\" id=\"own-size\"> every pixel</label>");
            html.Raw(data.Disagreements?[place] is null ? ""
                : "<label><input type=\"checkbox\" id=\"show-predicted\"> the model's labels</label>");
            html.Raw("<span id=\"selected\" role=\"status\"></span></div>\n");
            Stage(html, data, sample, place);
            html.Raw("<p class=\"note\">Keys: ← and → other samples, Escape back; on the picture l labels, b boxes, x select, ");
            html.Raw(data.Disagreements is null ? "" : "m the model's labels, ");
            html.Raw("f every pixel.</p>\n");
            html.Raw("<div class=\"facts\">");
            Findings(html, data, query, place);
            Opinion(html, data, place);
            Classes(html, data, sample);
            Facts(html, data, sample);
            html.Raw("</div></section>\n");
            ClassNames.Write(html, data);
        });
    }

    private static void Ways(Html html, SampleQuery query, int[] places, int place)
    {
        var words = query.Words() is { Length: > 0 } text ? $"?{text}" : "";
        var at = Array.IndexOf(places, place);
        var back = query with { Page = at < 0 ? 1 : 1 + (at / SampleQuery.PageSize) };
        html.Add($"<nav class=\"pager\" aria-label=\"Samples\"><a id=\"back\" href=\"{back.Address()}\">grid</a>");
        if (at > 0)
        {
            html.Add($"<a rel=\"prev\" href=\"/sample/{places[at - 1]}{words}\">← earlier</a>");
        }

        html.Add($"<span>{(at < 0 ? "not in this grid" : $"{Show.Count(at + 1)} of {Show.Count(places.Length)}")}</span>");
        if (at >= 0 && at + 1 < places.Length)
        {
            html.Add($"<a rel=\"next\" href=\"/sample/{places[at + 1]}{words}\">further →</a>");
        }

        html.Raw("</nav>\n");
    }

    private static void Stage(Html html, BrowsedData data, IndexedSample sample, int place)
    {
        if (sample.Width == 0)
        {
            html.Raw("<p class=\"card wrong\">The image cannot be read.</p>\n");
            return;
        }

        html.Add($"<div id=\"stage\" class=\"frame stage\" tabindex=\"0\" role=\"group\" aria-label=\"{sample.Name}\" ");
        html.Add($"data-place=\"{place}\" data-table=\"{sample.Split}\" style=\"--ratio:{Ratio(sample)};--own:{sample.Width}px\">");
        html.Add($"<img src=\"/photo/{place}?size=full\" alt=\"the image {sample.Name}\" ");
        html.Add($"width=\"{sample.Width}\" height=\"{sample.Height}\">");
        if (sample.LabelWidth > 0)
        {
            html.Add($"<img class=\"over\" src=\"/labels/{place}?size=full\" alt=\"\">");
        }

        if (data.Disagreements?[place] is not null)
        {
            html.Add($"<img class=\"over predicted\" src=\"/labels/{place}?size=full&of=model\" alt=\"\">");
        }

        BoxDrawing.Write(html, data, sample, MostBoxes, data.Disagreements?[place]?.Region);
        html.Raw("</div>\n");
    }

    private static string Ratio(IndexedSample sample) =>
        ((double)sample.Width / sample.Height).ToString("0.####", CultureInfo.InvariantCulture);

    private static void Findings(Html html, BrowsedData data, SampleQuery query, int place)
    {
        var findings = data.Findings[place];
        if (findings.Count == 0)
        {
            return;
        }

        html.Raw("<div class=\"card\"><h2>Findings</h2><ul class=\"found\">");
        foreach (var finding in findings)
        {
            html.Add($"<li><span class=\"tag\">{finding.Kind}</span> {finding.Message}");
            if (finding.Other is { } other)
            {
                html.Add($" <a href=\"/sample/{other}{(query.Words() is { Length: > 0 } words ? $"?{words}" : "")}\">show it</a>");
            }

            html.Raw("</li>");
        }

        html.Raw("</ul></div>\n");
    }

    private static void Opinion(Html html, BrowsedData data, int place)
    {
        if (data.Disagreements?[place] is not { } said)
        {
            return;
        }

        var names = data.ClassesOf(data.Index.Samples[place]).Names;
        html.Add($"<div class=\"card\"><h2>The model</h2><p>disagrees with {ShareText.Percent(said.Share)} of the labeled pixels.");
        if (said.Region is { } region)
        {
            html.Add($" Most at one place, {region.Left},{region.Top} to {region.Right},{region.Bottom} (dashed in red with the boxes): ");
            html.Add($"{names[said.Labeled]} is labeled, {names[said.Predicted]} predicted.");
        }

        html.Raw("</p></div>\n");
    }

    private static void Classes(Html html, BrowsedData data, IndexedSample sample)
    {
        if (sample.Labeled == 0)
        {
            return;
        }

        var (table, hasObjects) = (data.ClassesOf(sample), sample.Segments.Any(segment => segment.IsThing));
        html.Raw("<div class=\"card scroll\"><h2>Classes</h2><table class=\"plain\"><thead><tr><th scope=\"col\">class</th>");
        html.Raw("<th scope=\"col\" class=\"n\">share</th>").Raw(hasObjects ? "<th scope=\"col\" class=\"n\">objects</th>" : "");
        html.Raw("</tr></thead><tbody>\n");
        foreach (var one in sample.Classes.OrderByDescending(one => one.Pixels))
        {
            var objects = sample.Segments.Count(segment => segment.IsThing && segment.TrainId == one.TrainId);
            html.Add($"<tr><td><i class=\"dot\" style=\"background:{table.Palette[one.TrainId].Hex}\"></i>");
            html.Add($"<a href=\"{new SampleQuery { Class = table.Names[one.TrainId] }.Address()}\">{table.Names[one.TrainId]}</a></td>");
            html.Add($"<td class=\"n\">{ShareText.Percent(sample.ShareOf(one.TrainId))}</td>");
            if (hasObjects)
            {
                html.Add($"<td class=\"n\">{(objects > 0 ? $"{objects}" : "")}</td>");
            }

            html.Raw("</tr>\n");
        }

        html.Add($"<tr><td>void</td><td class=\"n\">{ShareText.Percent(sample.VoidShare ?? 0)}</td>").Raw(hasObjects ? "<td></td>" : "");
        html.Raw("</tr></tbody></table></div>\n");
    }

    private static void Facts(Html html, BrowsedData data, IndexedSample sample)
    {
        var files = data.Index.Splits[sample.Split].Dataset.Files(sample.Index);
        html.Raw("<div class=\"card\"><h2>Files</h2><dl>");
        Fact(html, "split", data.Index.Splits[sample.Split].Name);
        Fact(html, "image", data.Index.Shown(files.Image));
        Fact(html, "labels", files.Label is { } label ? data.Index.Shown(label) : "none");
        if (files.Instance is { } instance && instance != files.Label)
        {
            Fact(html, "objects", data.Index.Shown(instance));
        }

        Fact(html, "size", $"{BrowsedData.SizeOf(sample)}, {Show.Count(sample.Bytes)} bytes");
        if (sample.LabelWidth > 0 && (sample.LabelWidth, sample.LabelHeight) != (sample.Width, sample.Height))
        {
            Fact(html, "labels' size", $"{sample.LabelWidth}x{sample.LabelHeight}");
        }

        html.Raw("</dl></div>\n");
    }

    private static void Fact(Html html, string name, string text) => html.Add($"<dt>{name}</dt><dd>{text}</dd>");
}
