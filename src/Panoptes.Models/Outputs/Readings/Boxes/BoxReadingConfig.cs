namespace Panoptes.Models.Outputs.Readings.Boxes;

/// <summary>How boxes with masks become segments; the defaults are detectron2's (MODEL.PANOPTIC_FPN.COMBINE).</summary>
public sealed record BoxReadingConfig
{
    // 4096 of 1024 x 2048 pixels.
    private const double UsualShare = 0.001953125;

    /// <summary>A pixel is inside of an object's mask from this probability on, 0 to 1.</summary>
    public double MaskScore { get; init; } = 0.5;

    /// <summary>Stuff of a smaller share of the image is no segment of a panoptic prediction, 0 to 1.</summary>
    public double StuffShare { get; init; } = UsualShare;

    /// <summary>The same in pixels, where it is to be the same for images of all sizes; null takes the share.</summary>
    public int? StuffArea { get; init; }

    /// <summary>The fewest pixels of a segment of stuff in an image.</summary>
    public double LeastArea(int height, int width) => StuffArea ?? (StuffShare * height * width);
}
