using Panoptes.Foundation;

namespace Panoptes.PseudoLabels.Instances;

/// <summary>How the pixels of a thing class become instances by their depth (spec 4.3). Lengths are for a map of scale 1.</summary>
public sealed record DepthSplitConfig
{
    /// <summary>A depth break: the change of log depth a pixel above which it is one, above 0. Less for blurred monocular depth.</summary>
    public double Gradient { get; init; } = 0.10;

    /// <summary>Where the gradient is taken: <c>mask</c> or <c>image</c>.</summary>
    public GradientExtent Extent { get; init; } = GradientExtent.Mask;

    /// <summary>By how many pixels breaks are widened, at least 0.</summary>
    public int Dilation { get; init; } = 1;

    /// <summary>The fewest pixels of a core between breaks, at least 0.</summary>
    public double CorePixels { get; init; } = 32;

    /// <summary>The same as a share of the image, at least 0; the larger of both counts.</summary>
    public double CoreShare { get; init; } = 2e-5;

    /// <summary>What a core's growth over a change of log depth by 1 costs, beside 1 a pixel; at least 0.</summary>
    public double GrowthCost { get; init; } = 20;

    /// <summary>Neighbors whose median log depths differ by less may be one, at least 0.</summary>
    public double MergeDepth { get; init; } = 0.05;

    /// <summary>Such neighbors are one where they share more than this part of the smaller one's border, 0 to 1.</summary>
    public double MergeBorder { get; init; } = 0.30;

    /// <summary>The smallest object in square meters, parallel to the image; where depth is metric and the focal length known.</summary>
    public double MetricArea { get; init; } = 0.65;

    /// <summary>The smallest object in pixels otherwise, at least 0.</summary>
    public double PixelArea { get; init; } = 64;

    /// <summary>
    /// The height of a map of scale 1; a map twice as high has twice the scale: gradients half as steep, lengths twice and areas four times
    /// as large. Null: every map has scale 1.
    /// </summary>
    public int? ReferenceHeight { get; init; }

    /// <summary>The scale of a map of some height.</summary>
    public double ScaleOf(int height) => ReferenceHeight is { } reference ? (double)height / reference : 1;

    /// <summary>Checks every value.</summary>
    /// <param name="name">Where the settings stand, such as <c>instances</c>.</param>
    /// <exception cref="InputException">A value is out of range.</exception>
    public void Check(string name)
    {
        Require.Positive($"{name}.gradient", Gradient);
        Require.Within($"{name}.dilation", Dilation, 0, 64);
        Require.AtLeast($"{name}.core_pixels", CorePixels, 0);
        Require.Within($"{name}.core_share", CoreShare, 0, 1);
        Require.AtLeast($"{name}.growth_cost", GrowthCost, 0);
        Require.AtLeast($"{name}.merge_depth", MergeDepth, 0);
        Require.Within($"{name}.merge_border", MergeBorder, 0, 1);
        Require.AtLeast($"{name}.metric_area", MetricArea, 0);
        Require.AtLeast($"{name}.pixel_area", PixelArea, 0);
        Require.That(ReferenceHeight is null or > 0, $"{name}.reference_height", ReferenceHeight, "a height in pixels, or nothing");
    }
}
