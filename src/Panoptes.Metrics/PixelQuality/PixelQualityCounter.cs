using Panoptes.Metrics.Semantic;

namespace Panoptes.Metrics.PixelQuality;

/// <summary>Holds label maps against the truth, image by image; only counts are kept.</summary>
/// <param name="names">The names of the classes by train id.</param>
public sealed class PixelQualityCounter(IReadOnlyList<string> names)
{
    // Truth is no class where a train id is none: any id that cannot be one stands for all of them.
    private const ushort NoClass = ushort.MaxValue;

    private readonly ConfusionMatrix kept = new(names.Count);
    private readonly ScoredPixels scored = new();
    private int images;
    private int empty;

    /// <summary>Adds an image.</summary>
    /// <param name="image">Its pixels.</param>
    /// <exception cref="ArgumentException">The planes are of different sizes.</exception>
    public void Add(JudgedPixels image)
    {
        ArgumentNullException.ThrowIfNull(image);
        var (truth, labels, classes) = (image.Truth.Pixels, image.Kept.Pixels, names.Count);
        if (labels.Length != truth.Length || image.Best.Pixels.Length != truth.Length || image.Scores?.Pixels.Length is { } count
            && count != truth.Length)
        {
            throw new ArgumentException($"{truth.Length} pixels of truth, {labels.Length} labels", nameof(image));
        }

        images++;
        empty += Array.Exists(labels, label => label < classes) ? 0 : 1;
        kept.Add<ushort>(Array.ConvertAll(truth, id => id < classes ? id : NoClass), labels, NoClass);
        if (image.Scores is not { } scores)
        {
            return;
        }

        var best = image.Best.Pixels;
        for (var i = 0; i < truth.Length; i++)
        {
            if (truth[i] < classes && best[i] < classes)
            {
                scored.Add(scores.Pixels[i], best[i] == truth[i]);
            }
        }
    }

    /// <summary>What it comes to.</summary>
    public PixelQualityReport Report()
    {
        var classes = Enumerable.Range(0, names.Count).ToArray();
        var pixels = kept.Valid;
        var labeled = classes.Sum(kept.PredictedPixels);
        return new PixelQualityReport
        {
            Images = images,
            Pixels = pixels,
            Kept = Share(labeled, pixels),
            Accuracy = Share(classes.Sum(id => kept[id, id]), labeled),
            Empty = Share(empty, images),
            ByClass = [.. classes.Select(id => Row(id, labeled)).Where(row => row.Truth + row.Labels > 0)],
            Sweep = scored.Sweep(pixels),
            Reliability = scored.Reliability(),
        };
    }

    /// <summary>A share; NaN of nothing.</summary>
    internal static double Share(long part, long whole) => whole == 0 ? double.NaN : (double)part / whole;

    private PixelClassRow Row(int id, long all)
    {
        var (truth, labels, right) = (kept.TruthPixels(id), kept.PredictedPixels(id), kept[id, id]);
        var labeled = truth - kept[id, kept.None];
        return new PixelClassRow(
            names[id], truth, labels, Share(labeled, truth), Share(right, labels), Share(right, truth),
            Share(right, labeled + labels - right), Share(labels, all));
    }
}
