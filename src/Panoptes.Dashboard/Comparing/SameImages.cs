using Panoptes.Experiments.Comparisons;
using Panoptes.Experiments.Evaluations;
using Panoptes.Imaging;
using Panoptes.Imaging.Codecs.Png;

namespace Panoptes.Dashboard.Comparing;

/// <summary>An image of which the folders of several runs hold pictures.</summary>
/// <param name="Name">The image.</param>
/// <param name="Index">Its place in the split.</param>
/// <param name="Aspect">Width over height of the pictures.</param>
/// <param name="Rows">By place of the run its pictures; runs without are left out.</param>
/// <param name="HasMap">Whether the pictures tell pixels apart by class, so that they say where one is right.</param>
internal sealed record SameImage(string Name, int Index, double Aspect, IReadOnlyDictionary<int, ImageRow> Rows, bool HasMap);

/// <summary>
/// The same images as the first run and others labeled them, from the pictures that their evaluations kept: nothing is predicted again.
/// </summary>
internal static class SameImages
{
    private static readonly Rgb FirstIsRight = new(47, 111, 224);
    private static readonly Rgb OtherIsRight = new(224, 112, 44);
    private static readonly Rgb Neither = new(238, 240, 244);

    /// <summary>The images that the first run and another have pictures of, those with most runs first.</summary>
    /// <param name="comparison">The runs.</param>
    public static IReadOnlyList<SameImage> Of(RunComparison comparison)
    {
        var kind = comparison.Runs[0].Evaluation.Kinds is [var judging, ..] ? judging.Kind : null;
        var rows = comparison.Runs.Select(run => run.Evaluation.Kinds.Where(other => other.Kind == kind)
            .SelectMany(other => other.WorstImages)
            .Where(row => row is { Image: not null, Truth: not null, Prediction: not null })
            .DistinctBy(row => row.Index).ToDictionary(row => row.Index)).ToList();
        return
        [
            .. rows[0].Values.Select(first => new SameImage(
                first.Name, first.Index, first.Aspect,
                Enumerable.Range(0, rows.Count).Where(run => rows[run].TryGetValue(first.Index, out var row) && row.Name == first.Name)
                    .ToDictionary(run => run, run => rows[run][first.Index]),
                kind == "semantic"))
                .Where(image => image.Rows.Count > 1).OrderByDescending(image => image.Rows.Count).ThenBy(image => image.Index),
        ];
    }

    /// <summary>Where the first is right and the other wrong, and the other way round.</summary>
    /// <param name="truth">The truth in class colors, a PNG.</param>
    /// <param name="first">What the first run predicted.</param>
    /// <param name="other">What the other one predicted.</param>
    /// <returns>A PNG; null where the pictures are of different sizes.</returns>
    public static byte[]? Map(string truth, string first, string other)
    {
        var (t, a, b) = (PngFile.ReadRgb(truth), PngFile.ReadRgb(first), PngFile.ReadRgb(other));
        if (a.Width != t.Width || a.Height != t.Height || b.Width != t.Width || b.Height != t.Height)
        {
            return null;
        }

        var map = new RgbImage(t.Width, t.Height);
        for (var x = 0; x < t.Pixels.Length; x += 3)
        {
            var isFirst = a.Pixels.AsSpan(x, 3).SequenceEqual(t.Pixels.AsSpan(x, 3));
            var isOther = b.Pixels.AsSpan(x, 3).SequenceEqual(t.Pixels.AsSpan(x, 3));
            var color = isFirst == isOther ? Neither : isFirst ? FirstIsRight : OtherIsRight;
            (map.Pixels[x], map.Pixels[x + 1], map.Pixels[x + 2]) = (color.R, color.G, color.B);
        }

        return PngFile.EncodeRgb(map);
    }
}
