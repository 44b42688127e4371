using Panoptes.Imaging.Masks;

namespace Panoptes.Metrics.LabelQuality;

/// <summary>How labels of the same images change from one network to the next.</summary>
/// <param name="Before">Labels of the one.</param>
/// <param name="After">Labels of the next.</param>
/// <param name="Stayed">Labels that both have: of the same class, with an IoU of at least .5, one to one, the largest IoU first.</param>
/// <param name="Overlap">Mean IoU of these, .5 to 1; NaN where there are none.</param>
public sealed record LabelDrift(int Before, int After, int Stayed, double Overlap)
{
    private const double Least = .5;

    /// <summary>The share of the labels before that stay, 0 to 1; NaN where there were none.</summary>
    public double StayedShare => Before == 0 ? double.NaN : (double)Stayed / Before;

    /// <summary>Compares labels above the threshold.</summary>
    /// <param name="before">Labels of the one network, a list an image.</param>
    /// <param name="after">Labels of the next, of the same images in the same order.</param>
    /// <exception cref="ArgumentException">The lists are of different lengths.</exception>
    public static LabelDrift Of(IReadOnlyList<IReadOnlyList<ScoredLabel>> before, IReadOnlyList<IReadOnlyList<ScoredLabel>> after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        if (before.Count != after.Count)
        {
            throw new ArgumentException($"{before.Count} images before, {after.Count} after", nameof(after));
        }

        double[] overlaps = [.. before.Zip(after, Matches).SelectMany(image => image)];
        return new LabelDrift(
            before.Sum(image => image.Count), after.Sum(image => image.Count), overlaps.Length,
            overlaps.Length == 0 ? double.NaN : overlaps.Average());
    }

    private static List<double> Matches(IReadOnlyList<ScoredLabel> before, IReadOnlyList<ScoredLabel> after)
    {
        var pairs = new List<(double Overlap, int Before, int After)>();
        for (var b = 0; b < before.Count; b++)
        {
            for (var a = 0; a < after.Count; a++)
            {
                if (before[b].Class == after[a].Class && MaskOverlap.IoU(before[b].Mask, after[a].Mask) is var overlap && overlap >= Least)
                {
                    pairs.Add((overlap, b, a));
                }
            }
        }

        var (wasMatched, isMatched, found) = (new HashSet<int>(), new HashSet<int>(), new List<double>());
        foreach (var (overlap, b, a) in pairs.OrderByDescending(pair => pair.Overlap))
        {
            if (!wasMatched.Contains(b) && !isMatched.Contains(a))
            {
                wasMatched.Add(b);
                isMatched.Add(a);
                found.Add(overlap);
            }
        }

        return found;
    }
}
