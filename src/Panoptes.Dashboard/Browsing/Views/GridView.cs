using Panoptes.Dashboard.Browsing.Pictures;
using Panoptes.Dashboard.Browsing.Samples;
using Panoptes.Dashboard.Browsing.Selecting;
using Panoptes.Dashboard.Filtering;
using Panoptes.Experiments.Progress;
using Panoptes.Reports.Pages;

namespace Panoptes.Dashboard.Browsing.Views;

/// <summary>Samples as a grid of small pictures.</summary>
internal static class GridView
{
    private const int MostBoxes = 60;
    private const int MostKinds = 3;
    private const string Unread = "cannot be read";

    /// <summary>The page.</summary>
    /// <param name="data">The data set.</param>
    /// <param name="query">What is shown.</param>
    /// <param name="places">All samples that it finds, in order.</param>
    /// <param name="selection">The ticked ones.</param>
    public static PageParts Parts(BrowsedData data, SampleQuery query, int[] places, Selection selection) => new(
        new PageHead("data", Path.GetFileName(data.Index.Root), []),
        html =>
        {
            html.Raw("<section id=\"browse\" class=\"browse\">\n");
            SiftForm.Write(html, data, query);
            ViewTools.Write(html, data, hasSize: true);
            html.Raw("<div id=\"grid\">\n");
            Grid(html, data, query, places, selection);
            html.Raw("</div>\n");
            SelectionForm.Write(html, selection);
            html.Raw("</section>\n");
            ClassNames.Write(html, data);
        });

    /// <summary>Writes the part that another filter replaces.</summary>
    public static void Grid(Html html, BrowsedData data, SampleQuery query, int[] places, Selection selection)
    {
        var pages = Math.Max(1, (places.Length + SampleQuery.PageSize - 1) / SampleQuery.PageSize);
        query = query with { Page = Math.Min(query.Page, pages) };
        html.Add($"<div class=\"bar-tools\" data-words=\"{(query with { Page = 1 }).Words()}\"><p class=\"note\" id=\"count\" ");
        html.Add($"role=\"status\">{Show.Count(places.Length)} of {Show.Count(data.Index.Samples.Count)} samples</p>");
        html.Raw("<span class=\"acts\"><button class=\"act\" type=\"button\" data-all=\"on\">Select all of these</button>");
        html.Raw("<button class=\"act\" type=\"button\" data-all=\"off\">Select none of these</button></span></div>\n");
        if (places.Length == 0)
        {
            html.Raw("<p class=\"card\">No sample is like that. <a href=\"/\">Show all</a></p>\n");
            return;
        }

        html.Raw("<ul class=\"shots\">\n");
        var first = (query.Page - 1) * SampleQuery.PageSize;
        foreach (var place in places.Skip(first).Take(SampleQuery.PageSize))
        {
            Card(html, data, query, place, selection.Has(place));
        }

        html.Raw("</ul>\n");
        Pager.Write(html, query.Page, pages, "samples", page => (query with { Page = page }).Address());
    }

    private static void Card(Html html, BrowsedData data, SampleQuery query, int place, bool isTicked)
    {
        var (sample, findings) = (data.Index.Samples[place], data.Findings[place]);
        var split = data.Index.Splits[sample.Split].Name;
        var address = $"/sample/{place}{((query with { Page = 1 }).Words() is { Length: > 0 } words ? $"?{words}" : "")}";
        html.Add($"<li class=\"shot\"><a class=\"frame\" href=\"{address}\" data-place=\"{place}\" data-table=\"{sample.Split}\" ");
        html.Add($"aria-label=\"{split}/{sample.Name}{(sample.Width == 0 ? $": {Unread}" : "")}\">");
        Pictures(html, place, sample.Width, sample.Height, sample.LabelWidth > 0);
        BoxDrawing.Write(html, data, sample, MostBoxes, data.Disagreements?[place]?.Region);
        html.Add($"</a><p><label><input type=\"checkbox\" name=\"pick\" value=\"{place}\"").Raw(isTicked ? " checked" : "");
        html.Add($"> {sample.Name}</label></p><p class=\"note\">{split} · {BrowsedData.SizeOf(sample)}");
        if (query.Class.Length > 0)
        {
            html.Add($" · {query.Class} {ShareText.Percent(sample.ShareOf(data.TrainId(sample, query.Class)))}");
        }

        if (sample.Objects > 0)
        {
            html.Add($" · {sample.Objects} {(sample.Objects == 1 ? "object" : "objects")}");
        }

        html.Raw("</p>");
        if (findings.Count > 0)
        {
            html.Raw("<p class=\"kinds\">");
            foreach (var kind in findings.Select(found => found.Kind).Distinct().Take(MostKinds))
            {
                html.Add($"<span class=\"tag\">{kind}</span> ");
            }

            html.Raw("</p>");
        }

        html.Raw("</li>\n");
    }

    // An unreadable image has no picture, and its card says why.
    private static void Pictures(Html html, int place, int width, int height, bool hasLabels)
    {
        if (width == 0)
        {
            html.Raw($"<span class=\"unread\">{Unread}</span>");
            return;
        }

        var factor = Math.Min(1, (double)SamplePictures.SmallSide / Math.Max(width, height));
        var (w, h) = (Math.Max(1, (int)Math.Round(width * factor)), Math.Max(1, (int)Math.Round(height * factor)));
        html.Add($"<img src=\"/photo/{place}\" alt=\"\" width=\"{w}\" height=\"{h}\" loading=\"lazy\">");
        if (hasLabels)
        {
            html.Add($"<img class=\"over\" src=\"/labels/{place}\" alt=\"\" loading=\"lazy\">");
        }
    }
}
