using Panoptes.Imaging.Geometries;
using Panoptes.Imaging.Resampling;

namespace Panoptes.Imaging.Tests.Alignment;

/// <summary>
/// The coordinate probe (P1): the image is replaced by its pixels' coordinates, the labels by two planes of them, and
/// both take the real road. Where they come out apart, an affine fit says how. Needs no content.
/// </summary>
internal static class CoordinateProbe
{
    // A color channel has 8 bits, so that coordinates are shown a window at a time, this many levels a source pixel.
    private const int LevelsPerPixel = 6;

    /// <summary>Label minus image, in source pixels, over the interior of the output.</summary>
    /// <param name="ScaleX">Slope of the labels' coordinates against the image's, across.</param>
    /// <param name="ScaleY">The same, down.</param>
    /// <param name="MeanX">Mean of the difference across.</param>
    /// <param name="MeanY">Mean of the difference down.</param>
    /// <param name="MeanAbsoluteX">Mean absolute difference across.</param>
    /// <param name="MeanAbsoluteY">Mean absolute difference down.</param>
    /// <param name="LargestX">Largest absolute difference across.</param>
    /// <param name="LargestY">Largest absolute difference down.</param>
    /// <param name="Percentile99">99 % of the absolute differences of both axes lie below.</param>
    /// <param name="Pixels">Output pixels measured.</param>
    internal sealed record Report(
        double ScaleX, double ScaleY, double MeanX, double MeanY, double MeanAbsoluteX, double MeanAbsoluteY, double LargestX,
        double LargestY, double Percentile99, int Pixels)
    {
        /// <summary>
        /// What is wrong, or null, for an output whose pixels span so many source pixels. Where that is below 1 the bound is
        /// that of 1: an id cannot be placed finer than a source pixel.
        /// </summary>
        public string? Verdict(double spanX, double spanY)
        {
            var (x, y) = (Math.Max(1, spanX), Math.Max(1, spanY));
            return ScaleX < 0 || ScaleY < 0 ? "flip"
                : Math.Abs(MeanX) > 0.55 * x / 2 || Math.Abs(MeanY) > 0.55 * y / 2 ? "shift"
                : Percentile99 > (0.75 * Math.Max(x, y)) + 0.5 ? "scale"
                : null;
        }
    }

    /// <summary>Runs the probe.</summary>
    /// <param name="image">The image's road.</param>
    /// <param name="labels">The labels' road.</param>
    /// <param name="sampleLabels">How labels are sampled.</param>
    public static Report Run(Geometry image, Geometry labels, Func<Plane<int>, Geometry, Plane<int>> sampleLabels)
    {
        var (width, height) = (image.SourceWidth, image.SourceHeight);
        var (columns, rows) = (new Plane<int>(width, height), new Plane<int>(width, height));
        for (var i = 0; i < columns.Pixels.Length; i++)
        {
            (columns.Pixels[i], rows.Pixels[i]) = (i % width, i / width);
        }

        var across = Coordinates(image, isAcross: true);
        var down = Coordinates(image, isAcross: false);
        var labelColumns = sampleLabels(columns, labels).Pixels;
        var labelRows = sampleLabels(rows, labels).Pixels;
        var pairsX = new List<(double Image, double Label)>();
        var pairsY = new List<(double Image, double Label)>();
        for (var i = 0; i < across.Length; i++)
        {
            if (!double.IsNaN(across[i]) && !double.IsNaN(down[i]) && labelColumns[i] >= 0)
            {
                pairsX.Add((across[i], labelColumns[i] + 0.5));
                pairsY.Add((down[i], labelRows[i] + 0.5));
            }
        }

        var all = pairsX.Concat(pairsY).Select(pair => Math.Abs(pair.Label - pair.Image)).Order().ToList();
        return new Report(
            Slope(pairsX),
            Slope(pairsY),
            Average(pairsX, difference => difference),
            Average(pairsY, difference => difference),
            Average(pairsX, Math.Abs),
            Average(pairsY, Math.Abs),
            pairsX.Count == 0 ? 0 : pairsX.Max(pair => Math.Abs(pair.Label - pair.Image)),
            pairsY.Count == 0 ? 0 : pairsY.Max(pair => Math.Abs(pair.Label - pair.Image)),
            all.Count == 0 ? 0 : all[(int)(0.99 * (all.Count - 1))],
            pairsX.Count);
    }

    /// <summary>The source coordinate that the color road shows at each output pixel; NaN near borders and in padding.</summary>
    private static double[] Coordinates(Geometry geometry, bool isAcross)
    {
        var (width, height) = (geometry.SourceWidth, geometry.SourceHeight);
        var size = isAcross ? width : height;
        var support = Math.Max(1, isAcross ? geometry.ScaleX : geometry.ScaleY);
        var margin = (int)Math.Ceiling(support) + 1;
        var window = (250 / LevelsPerPixel) - (2 * margin);
        var found = new double[geometry.Width * geometry.Height];
        Array.Fill(found, double.NaN);
        for (var first = 0; first < size; first += window)
        {
            var image = new RgbImage(width, height);
            for (var y = 0; y < height; y++)
            {
                for (var x = 0; x < width; x++)
                {
                    var level = ((isAcross ? x : y) + 0.5 - (first - margin)) * LevelsPerPixel;
                    image.Pixels[((y * width) + x) * 3] = (byte)Math.Clamp(level, 0, 255);
                }
            }

            var shown = Resampler.Color(image, geometry);
            for (var y = geometry.Content.Top; y < geometry.Content.Bottom; y++)
            {
                for (var x = geometry.Content.Left; x < geometry.Content.Right; x++)
                {
                    var coordinate = ((double)shown.Row(y)[3 * x] / LevelsPerPixel) + first - margin;
                    var isInWindow = coordinate >= first && coordinate < first + window;
                    if (isInWindow && coordinate > margin && coordinate < size - margin)
                    {
                        found[(y * geometry.Width) + x] = coordinate;
                    }
                }
            }
        }

        return found;
    }

    private static double Average(List<(double Image, double Label)> pairs, Func<double, double> of) =>
        pairs.Count == 0 ? 0 : pairs.Average(pair => of(pair.Label - pair.Image));

    private static double Slope(List<(double Image, double Label)> pairs)
    {
        if (pairs.Count == 0)
        {
            return 1;
        }

        var (meanImage, meanLabel) = (pairs.Average(pair => pair.Image), pairs.Average(pair => pair.Label));
        var variance = pairs.Sum(pair => (pair.Image - meanImage) * (pair.Image - meanImage));
        return variance < pairs.Count ? 1 : pairs.Sum(pair => (pair.Image - meanImage) * (pair.Label - meanLabel)) / variance;
    }
}
