using Panoptes.Experiments.Comparisons;
using Panoptes.Experiments.Evaluations;
using Panoptes.Experiments.Evaluations.Pictures;
using Panoptes.Imaging;
using Panoptes.Imaging.Codecs.Png;

namespace Panoptes.Reports.Comparisons;

/// <summary>An image of which the folders of several runs hold pictures.</summary>
/// <param name="Name">The image.</param>
/// <param name="Index">Its place in the split.</param>
/// <param name="Aspect">Width over height of the pictures.</param>
/// <param name="Rows">By place of the run its pictures; runs without are left out.</param>
/// <param name="HasMap">Whether all of them kept where they are right and wrong.</param>
internal sealed record SameImage(string Name, int Index, double Aspect, IReadOnlyDictionary<int, ImageRow> Rows, bool HasMap);

/// <summary>
/// The same images as the first run and others labeled them, from the pictures that their evaluations kept: nothing is predicted again.
/// </summary>
internal static class SameImages
{
    /// <summary>Where the first is right and the other wrong.</summary>
    public static Rgb FirstIsRight { get; } = new(47, 111, 224);

    /// <summary>Where the other is right and the first wrong.</summary>
    public static Rgb OtherIsRight { get; } = new(224, 112, 44);

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
            .. rows[0].Values.Select(first => Enumerable.Range(0, rows.Count)
                .Where(run => rows[run].TryGetValue(first.Index, out var row) && row.Name == first.Name)
                .ToDictionary(run => run, run => rows[run][first.Index]))
                .Select(found => new SameImage(
                    found[0].Name, found[0].Index, found[0].Aspect, found,
                    kind == "semantic" || found.Values.All(row => row.Judged is not null)))
                .Where(image => image.Rows.Count > 1).OrderByDescending(image => image.Rows.Count).ThenBy(image => image.Index),
        ];
    }

    /// <summary>Where the first is right and the other wrong, and the other way round.</summary>
    /// <param name="first">The pictures of the first run.</param>
    /// <param name="other">Those of the other.</param>
    /// <returns>A PNG to be laid over the image, clear where neither; null where the pictures are of different sizes.</returns>
    public static byte[]? Map(JudgedPictures first, JudgedPictures other)
    {
        var (a, b) = (first.Read(), other.Read());
        if (a.Width != b.Width || a.Height != b.Height)
        {
            return null;
        }

        var map = new ColorLayer(a.Width, a.Height);
        for (var i = 0; i < a.Pixels.Length; i++)
        {
            var (isFirst, isOther) = (a.Pixels[i] == Judgement.Right, b.Pixels[i] == Judgement.Right);
            if ((isFirst && b.Pixels[i] == Judgement.Wrong) || (isOther && a.Pixels[i] == Judgement.Wrong))
            {
                map.Set(i, isFirst ? FirstIsRight : OtherIsRight);
            }
        }

        return map.Encode();
    }
}
