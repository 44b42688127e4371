namespace Panoptes.Metrics.Panoptic;

/// <summary>Panoptic quality of one class; fractions.</summary>
/// <param name="Category">The class.</param>
/// <param name="Sums">The counts behind it.</param>
public sealed record ClassPanopticScores(PanopticCategory Category, PanopticSums Sums)
{
    /// <summary>Sum of IoU over TP + FP/2 + FN/2; 0 where the class is absent, as panopticapi prints it.</summary>
    public double PQ => Sums.IsAbsent ? 0 : Sums.IoU.Value / Denominator;

    /// <summary>Segmentation quality: mean IoU of the matches; 0 without any.</summary>
    public double SQ => Sums.TruePositives == 0 ? 0 : Sums.IoU.Value / Sums.TruePositives;

    /// <summary>Recognition quality: F1 of the segments; 0 where the class is absent.</summary>
    public double RQ => Sums.IsAbsent ? 0 : Sums.TruePositives / Denominator;

    private double Denominator => Sums.TruePositives + (0.5 * Sums.FalsePositives) + (0.5 * Sums.FalseNegatives);
}

/// <summary>Means over classes; NaN where there is none to average.</summary>
/// <param name="PQ">Mean panoptic quality.</param>
/// <param name="SQ">Mean segmentation quality.</param>
/// <param name="RQ">Mean recognition quality.</param>
/// <param name="Classes">How many classes were averaged: those with a segment in the truth or the prediction.</param>
public sealed record PanopticMeans(double PQ, double SQ, double RQ, int Classes);

/// <summary>Panoptic quality of a data set: the numbers that panopticapi prints, and what it does not.</summary>
public sealed record PanopticScores
{
    /// <summary>Which void rule was followed.</summary>
    public required VoidRule VoidRule { get; init; }

    /// <summary>Means over all classes.</summary>
    public required PanopticMeans All { get; init; }

    /// <summary>Means over thing classes.</summary>
    public required PanopticMeans Things { get; init; }

    /// <summary>Means over stuff classes.</summary>
    public required PanopticMeans Stuff { get; init; }

    /// <summary>Every class, in the order of the categories.</summary>
    public required IReadOnlyList<ClassPanopticScores> Classes { get; init; }

    /// <summary>Pixel sums of all thing classes together; the source of Acc^th and Prec^th.</summary>
    public required ThingPixels ThingPixels { get; init; }

    /// <summary>Share of the pixels with a ground-truth class that the prediction leaves void; 0 where there are none.</summary>
    public required double PredictedVoidShare { get; init; }

    /// <summary>Scores of counts.</summary>
    public static PanopticScores From(PanopticCounts counts, VoidRule rule = VoidRule.Official)
    {
        ArgumentNullException.ThrowIfNull(counts);
        var valid = counts.PixelConfusion.Valid;
        var voided = Enumerable.Range(0, counts.Categories.Count).Sum(c => counts.PixelConfusion[c, counts.PixelConfusion.None]);
        return new PanopticScores
        {
            VoidRule = rule,
            All = counts.Tally.All,
            Things = counts.Tally.Things,
            Stuff = counts.Tally.Stuff,
            Classes = [.. counts.Categories.Select((_, c) => counts.Tally.ScoresOf(c))],
            ThingPixels = counts.Tally.AllThings,
            PredictedVoidShare = valid == 0 ? 0 : (double)voided / valid,
        };
    }

    /// <summary>Means over the classes that are not absent, added in their order.</summary>
    public static PanopticMeans Mean(IEnumerable<ClassPanopticScores> classes)
    {
        ArgumentNullException.ThrowIfNull(classes);
        var (pq, sq, rq, n) = (0.0, 0.0, 0.0, 0);
        foreach (var scores in classes.Where(c => !c.Sums.IsAbsent))
        {
            (pq, sq, rq, n) = (pq + scores.PQ, sq + scores.SQ, rq + scores.RQ, n + 1);
        }

        return n == 0 ? new PanopticMeans(double.NaN, double.NaN, double.NaN, 0) : new PanopticMeans(pq / n, sq / n, rq / n, n);
    }
}
