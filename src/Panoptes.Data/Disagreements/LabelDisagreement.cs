using Panoptes.Imaging.Geometries;

namespace Panoptes.Data.Disagreements;

/// <summary>How far a prediction contradicts the labels of a sample.</summary>
/// <param name="Share">The share of labeled pixels to which it gives another class, 0 to 1.</param>
/// <param name="Region">Where it contradicts most at one place, in pixels of the labels; null where it contradicts nowhere.</param>
/// <param name="Labeled">The class that most pixels of the region are labeled as, by train id.</param>
/// <param name="Predicted">The class that it gives to most of those.</param>
public sealed record LabelDisagreement(double Share, PixelRectangle? Region, int Labeled, int Predicted)
{
    /// <summary>No pixel is contradicted.</summary>
    public static LabelDisagreement None { get; } = new(0, null, 0, 0);
}
