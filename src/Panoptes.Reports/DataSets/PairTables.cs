using System.Globalization;
using Panoptes.Data.Preview;
using Panoptes.Data.Statistics;
using Panoptes.Reports.Pages;

namespace Panoptes.Reports.DataSets;

/// <summary>The section that says what pairs of crops a sampler draws.</summary>
internal static class PairTables
{
    /// <summary>Its entry in the page's menu; none where no pairs are drawn.</summary>
    public static IEnumerable<PageLink> Sections(DataPreview preview) => preview.Pairs is null ? [] : [new("pairs", "Pairs")];

    /// <summary>Writes it.</summary>
    public static void Write(Html html, DataPreview preview)
    {
        if (preview.Pairs is not { } pairs)
        {
            return;
        }

        html.Raw("<section id=\"pairs\">\n<h2>Pairs</h2>\n");
        html.Add($"<p class=\"note\">The first {pairs.Pairs} pairs of the seed {preview.Options.Seed}, of {pairs.Images} images. A size ");
        html.Raw("is the root of the area of a segment's whole box, in pixels of the crop; limits on the image's sides change it.</p>\n");
        html.Raw("<div class=\"card scroll\"><table class=\"plain\"><thead><tr><th>class</th><th class=\"n\">images there are</th>");
        html.Raw("<th class=\"n\">pairs</th><th class=\"n\">images drawn</th><th class=\"n\">pairs of one image</th>");
        var sizes = pairs.Sizes.Select(row => row.Asked).ToArray();
        foreach (var asked in sizes)
        {
            html.Add($"<th class=\"n\">{Asked(asked)}</th>");
        }

        html.Raw("</tr></thead><tbody>\n");
        foreach (var row in pairs.Classes)
        {
            html.Add($"<tr><td>{row.Name}</td><td class=\"n\">{row.Available}</td><td class=\"n\">{row.Pairs}</td>");
            html.Add($"<td class=\"n\">{row.Images}</td><td class=\"n\">{row.OfOneImage}</td>");
            Cells(html, sizes, row.Sizes);
        }

        html.Raw("<tr><td>all</td><td class=\"n\"></td>");
        html.Add($"<td class=\"n\">{pairs.Pairs}</td><td class=\"n\">{pairs.Images}</td>");
        html.Add($"<td class=\"n\">{pairs.Classes.Sum(row => row.OfOneImage)}</td>");
        Cells(html, sizes, pairs.Sizes);
        html.Raw("</tbody></table></div>\n</section>\n");
    }

    private static void Cells(Html html, IEnumerable<int?> asked, IReadOnlyList<PairSizes> rows)
    {
        foreach (var size in asked)
        {
            var row = rows.FirstOrDefault(row => row.Asked == size);
            html.Add($"<td class=\"n\">{(row is null ? "" : Cell(row))}</td>");
        }

        html.Raw("</tr>\n");
    }

    private static string Cell(PairSizes row) => $"{row.Crops}: {Number(row.Median)} ({Number(row.Least)}-{Number(row.Most)})";

    private static string Asked(int? size) => size is { } pixels ? $"{pixels} px: crops, median (range)" : "stuff: crops, median (range)";

    private static string Number(double size) => size.ToString("0", CultureInfo.InvariantCulture);
}
