using Panoptes.Metrics.Intervals;
using Panoptes.Metrics.Panoptic;

namespace Panoptes.Metrics.Unsupervised;

/// <summary>Panoptic quality of one class by the torchmetrics rules.</summary>
/// <param name="Class">Its id.</param>
/// <param name="IsThing">Whether it is a thing.</param>
/// <param name="Sums">The counts behind it.</param>
public sealed record UnsupervisedClassScores(int Class, bool IsThing, PanopticSums Sums)
{
    /// <summary>Whether it is averaged: something was there or predicted.</summary>
    public bool Counts => !Sums.IsAbsent;

    /// <summary>Sum of IoU over TP + FP/2 + FN/2; 0 where absent.</summary>
    public double PQ => Counts ? Sums.IoU.Value / Denominator : 0;

    /// <summary>Mean IoU of the matches; 0 without any.</summary>
    public double SQ => Sums.TruePositives > 0 ? Sums.IoU.Value / Sums.TruePositives : 0;

    /// <summary>F1 of the segments, in float32 as the reference has it; 0 where absent.</summary>
    public double RQ => Counts ? (float)(Sums.TruePositives / Denominator) : 0;

    private double Denominator => Sums.TruePositives + (0.5 * Sums.FalsePositives) + (0.5 * Sums.FalseNegatives);
}

/// <summary>The outcome of the unsupervised protocol.</summary>
public sealed record UnsupervisedScores
{
    /// <summary>Class of every cluster for panoptic quality; 255 for none.</summary>
    public required IReadOnlyList<int> Assignments { get; init; }

    /// <summary>Class of every cluster for mIoU and accuracy: things and stuff never apart.</summary>
    public required IReadOnlyList<int> SemanticAssignments { get; init; }

    /// <summary>Pixels by [cluster][class].</summary>
    public required IReadOnlyList<long[]> Pixels { get; init; }

    /// <summary>Every class, by ascending id, masked ones too.</summary>
    public required IReadOnlyList<UnsupervisedClassScores> Classes { get; init; }

    /// <summary>Means over the classes that are kept.</summary>
    public required PanopticMeans All { get; init; }

    /// <summary>Means over the thing classes that are kept.</summary>
    public required PanopticMeans Things { get; init; }

    /// <summary>Means over the stuff classes that are kept.</summary>
    public required PanopticMeans Stuff { get; init; }

    /// <summary>Mean IoU over the classes that have any pixel; predicted void counts nowhere.</summary>
    public required double MeanIoU { get; init; }

    /// <summary>Right pixels over those with truth and prediction.</summary>
    public required double Accuracy { get; init; }

    /// <summary>Share of the pixels with truth that have no prediction, clusters without a class included.</summary>
    public required double PredictedVoidShare { get; init; }

    /// <summary>
    /// By image, in the order asked for: mean panoptic quality over the scored classes that it shows or is said to; NaN
    /// where it has none.
    /// </summary>
    public IReadOnlyList<double> ImageQualities { get; init; } = [];

    /// <summary>The numbers of any draw of the images, the assignments held fixed.</summary>
    public Func<IReadOnlyList<int>, ResampledScores> Resample { get; init; } = _ => new ResampledScores([], []);
}
