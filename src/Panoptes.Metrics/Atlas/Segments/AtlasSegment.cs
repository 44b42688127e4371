using Panoptes.Imaging.Masks;

namespace Panoptes.Metrics.Atlas.Segments;

/// <summary>A segment of the truth or of a prediction.</summary>
/// <param name="Class">Its class, from 0.</param>
/// <param name="Area">Its pixels, at least 1.</param>
/// <param name="Box">The box round it, in pixels.</param>
public sealed record AtlasSegment(int Class, long Area, MaskBox Box)
{
    /// <summary>The place of its first pixel: what tells segments apart that are alike otherwise.</summary>
    public long First { get; init; }

    /// <summary>Whether it stands for a group that need not be told apart (truth only).</summary>
    public bool IsCrowd { get; init; }

    /// <summary>How sure the prediction is, 0 to 1; NaN where it does not say.</summary>
    public double Score { get; init; } = double.NaN;
}

/// <summary>Pixels that a segment of the truth and one of the prediction share.</summary>
/// <param name="Truth">The place of the truth's segment in the scene.</param>
/// <param name="Prediction">The place of the predicted one.</param>
/// <param name="Pixels">Pixels, at least 1.</param>
public readonly record struct SharedPixels(int Truth, int Prediction, long Pixels);
