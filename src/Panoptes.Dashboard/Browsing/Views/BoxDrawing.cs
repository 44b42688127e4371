using Panoptes.Dashboard.Browsing.Samples;
using Panoptes.Data.Indexing;
using Panoptes.Imaging.Geometries;
using Panoptes.Reports.Pages;

namespace Panoptes.Dashboard.Browsing.Views;

/// <summary>Boxes of objects over a picture.</summary>
internal static class BoxDrawing
{
    /// <summary>Writes those of a sample, the largest ones where there are many.</summary>
    /// <param name="html">The page.</param>
    /// <param name="data">The data set.</param>
    /// <param name="sample">The sample.</param>
    /// <param name="most">How many are drawn at most.</param>
    /// <param name="suspicious">Where a model contradicts most; null for nowhere.</param>
    public static void Write(Html html, BrowsedData data, IndexedSample sample, int most, PixelRectangle? suspicious)
    {
        if (sample.LabelWidth == 0)
        {
            return;
        }

        html.Add($"<svg class=\"boxes\" viewBox=\"0 0 {sample.LabelWidth} {sample.LabelHeight}\" ");
        html.Raw("preserveAspectRatio=\"none\" aria-hidden=\"true\">");
        var palette = data.ClassesOf(sample).Palette;
        foreach (var segment in sample.Segments.Where(segment => segment.IsThing).OrderByDescending(segment => segment.Area).Take(most))
        {
            Rectangle(html, segment.Box, segment.IsCrowd ? "crowd" : "", palette[segment.TrainId].Hex);
        }

        if (suspicious is { } region)
        {
            Rectangle(html, region, "suspicious", "#ff2d2d");
        }

        html.Raw("</svg>");
    }

    private static void Rectangle(Html html, PixelRectangle box, string name, string color) => html.Add(
        $"<rect class=\"{name}\" x=\"{box.Left}\" y=\"{box.Top}\" width=\"{box.Width}\" height=\"{box.Height}\" stroke=\"{color}\"/>");
}
