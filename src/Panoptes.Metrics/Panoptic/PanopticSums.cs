using Panoptes.Metrics.Intervals;

namespace Panoptes.Metrics.Panoptic;

/// <summary>Sums of one class that panoptic quality is made of.</summary>
/// <param name="IoU">Sum of the matches' IoU, without rounding.</param>
/// <param name="TruePositives">Matched pairs.</param>
/// <param name="FalsePositives">Unmatched predictions that are not forgiven.</param>
/// <param name="FalseNegatives">Unmatched ground-truth segments.</param>
public readonly record struct PanopticSums(ExactSum IoU, long TruePositives, long FalsePositives, long FalseNegatives)
{
    /// <summary>Whether the class was neither there nor predicted.</summary>
    public bool IsAbsent => TruePositives + FalsePositives + FalseNegatives == 0;

    /// <summary>Sums of two.</summary>
    public static PanopticSums operator +(PanopticSums a, PanopticSums b) =>
        new(a.IoU + b.IoU, a.TruePositives + b.TruePositives, a.FalsePositives + b.FalsePositives, a.FalseNegatives + b.FalseNegatives);

    /// <summary>The same sums, taken so many times.</summary>
    public static PanopticSums operator *(PanopticSums a, int times) =>
        new(a.IoU * times, a.TruePositives * times, a.FalsePositives * times, a.FalseNegatives * times);

    /// <summary>The sums of one image, by class.</summary>
    /// <param name="table">Its segments.</param>
    /// <param name="matches">What became of them.</param>
    /// <param name="classes">How many classes there are.</param>
    public static PanopticSums[] Of(PanopticTable table, PanopticMatches matches, int classes)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(matches);
        var sums = new PanopticSums[classes];
        foreach (var match in matches.Matches)
        {
            sums[table.Truth[match.Truth].Category] += new PanopticSums(ExactSum.Of(match.IoU), 1, 0, 0);
        }

        foreach (var t in matches.Missed)
        {
            sums[table.Truth[t].Category] += new PanopticSums(default, 0, 0, 1);
        }

        foreach (var p in matches.Wrong)
        {
            sums[table.Prediction[p].Category] += new PanopticSums(default, 0, 1, 0);
        }

        return sums;
    }
}
