namespace Panoptes.Diagnosis.Contracts;

/// <summary>The sizes of a sample's layers in pixels.</summary>
/// <param name="Name">The sample.</param>
/// <param name="ImageWidth">Width of the upright image.</param>
/// <param name="ImageHeight">Height of the upright image.</param>
/// <param name="LabelWidth">Width of the labels.</param>
/// <param name="LabelHeight">Height of the labels.</param>
public sealed record SampleSizes(string Name, int ImageWidth, int ImageHeight, int LabelWidth, int LabelHeight)
{
    /// <summary>Whether both have one aspect ratio, but for a pixel of rounding or 0.5 %.</summary>
    public bool HasSameAspect => AreAlike(LabelWidth, LabelHeight);

    /// <summary>Whether they have once the labels are turned by a quarter.</summary>
    public bool IsTurned => AreAlike(LabelHeight, LabelWidth);

    private bool AreAlike(int width, int height) =>
        Math.Abs(((double)width * ImageHeight / ((double)height * ImageWidth)) - 1) < 0.005
        || Math.Abs(((double)width * ImageHeight / ImageWidth) - height) < 1
        || Math.Abs(((double)height * ImageWidth / ImageHeight) - width) < 1;
}
