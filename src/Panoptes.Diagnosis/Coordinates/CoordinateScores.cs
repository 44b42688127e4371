namespace Panoptes.Diagnosis.Coordinates;

/// <summary>How far image and labels come apart on their way through a pipeline, in native pixels (section 12.3).</summary>
public sealed record CoordinateScores
{
    /// <summary>Output pixels a native pixel.</summary>
    public required double Scale { get; init; }

    /// <summary>Mean of image less label, across.</summary>
    public required double MeanDx { get; init; }

    /// <summary>Mean of image less label, down.</summary>
    public required double MeanDy { get; init; }

    /// <summary>Mean distance across.</summary>
    public required double MeanAbsDx { get; init; }

    /// <summary>Mean distance down.</summary>
    public required double MeanAbsDy { get; init; }

    /// <summary>Largest distance across.</summary>
    public required double MaxAbsDx { get; init; }

    /// <summary>Largest distance down.</summary>
    public required double MaxAbsDy { get; init; }

    /// <summary>The 99th percentile of the distance.</summary>
    public required double P99 { get; init; }

    /// <summary>The labels' x by the image's coordinates.</summary>
    public required AxisFit LabelX { get; init; }

    /// <summary>The labels' y by the image's coordinates.</summary>
    public required AxisFit LabelY { get; init; }

    /// <summary>Which nearest-neighbor rule the means are those of.</summary>
    public required NearestRule Rule { get; init; }

    /// <summary>
    /// Whether the two stay together: mean within 0.55 of half an output pixel, 99 % within 0.75 output pixels and a half.
    /// </summary>
    public bool Passes => Math.Max(Math.Abs(MeanDx), Math.Abs(MeanDy)) <= 0.55 / (2 * Scale) && P99 <= (0.75 / Scale) + 0.5;

    /// <summary>What is wrong.</summary>
    public CoordinateFault Fault =>
        Passes ? CoordinateFault.None
        : Math.Abs(LabelX.Y) > Math.Abs(LabelX.X) ? CoordinateFault.Turn
        : LabelX.X < 0 || LabelY.Y < 0 ? CoordinateFault.Flip
        : Math.Abs(LabelX.X - 1) > 0.005 || Math.Abs(LabelY.Y - 1) > 0.005 ? CoordinateFault.Scale
        : CoordinateFault.Shift;
}
