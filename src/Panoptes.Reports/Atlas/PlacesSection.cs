using System.Globalization;
using Panoptes.Experiments.Progress;
using Panoptes.Metrics.Atlas.Counting;
using Panoptes.Metrics.Atlas.Segments;
using Panoptes.Reports.Pages;

namespace Panoptes.Reports.Atlas;

/// <summary>Where in the image errors are: a small map for every kind, and one for wrong pixels.</summary>
internal static class PlacesSection
{
    /// <summary>Writes it.</summary>
    public static void Write(Html html, AtlasReport report)
    {
        html.Raw("<section id=\"places\">\n<h2>Places in the image</h2>\n<p class=\"note\">Errors by where their center lies, all images ");
        html.Raw("laid on each other; the deepest color is the fullest cell of its own map.</p>\n<div class=\"place-maps\">\n");
        Map(
            html, "wrong pixels", "of the pixels there", cell => (report.Pixels.WrongAt(cell), report.Pixels.PixelsAt(cell)),
            areShares: true);
        foreach (var kind in SegmentFates.Errors.Where(kind => report.Errors(kind) > 0))
        {
            Map(html, kind.Name(), "of them", cell => (report.Segments.At(kind, cell), report.Errors(kind)), areShares: false);
        }

        html.Raw("</div>\n</section>\n");
    }

    private static void Map(Html html, string title, string of, Func<int, (long Part, long All)> at, bool areShares)
    {
        double Share(int cell) => at(cell) is var (part, all) && all > 0 ? (double)part / all : 0;
        var total = Enumerable.Range(0, AtlasGrid.Cells).Sum(cell => at(cell).Part);
        var fullest = Enumerable.Range(0, AtlasGrid.Cells).MaxBy(Share);
        var most = Share(fullest);
        html.Add($"<figure class=\"card\"><figcaption><b>{title}</b><span>{Show.Count(total)}</span></figcaption>");
        html.Add($"<svg viewbox=\"0 0 {AtlasGrid.Columns} {AtlasGrid.Rows}\" role=\"img\" aria-label=\"{title}: most in column ");
        html.Add($"{(fullest % AtlasGrid.Columns) + 1} of {AtlasGrid.Columns}, ");
        html.Add($"row {(fullest / AtlasGrid.Columns) + 1} of {AtlasGrid.Rows}, ");
        html.Add($"{Percent.Of(at(fullest).Part, at(fullest).All)} % {of}\">");
        for (var cell = 0; cell < AtlasGrid.Cells; cell++)
        {
            var opacity = most > 0 ? 0.04 + (0.96 * Share(cell) / most) : 0.04;
            html.Add($"<rect x=\"{cell % AtlasGrid.Columns}\" y=\"{cell / AtlasGrid.Columns}\" width=\"0.94\" height=\"0.94\" ");
            html.Add($"style=\"fill:rgba(var(--heat),{opacity.ToString("0.###", CultureInfo.InvariantCulture)})\"><title>");
            html.Add($"{(areShares ? "" : $"{Show.Count(at(cell).Part)}, ")}{Percent.Of(at(cell).Part, at(cell).All)} % {of}");
            html.Raw("</title></rect>");
        }

        html.Raw("</svg></figure>\n");
    }
}
