namespace Panoptes.Data.Augmentation;

/// <summary>Sizes that keep an image's proportions (mmcv's imrescale).</summary>
internal static class AspectRatio
{
    /// <summary>The largest size of an image's proportions whose longer and shorter side are within those of a bound.</summary>
    /// <param name="width">The image's width.</param>
    /// <param name="height">The image's height.</param>
    /// <param name="boundHeight">The bound's height; only which side is longer matters.</param>
    /// <param name="boundWidth">The bound's width.</param>
    public static (int Width, int Height) Fit(int width, int height, int boundHeight, int boundWidth)
    {
        var factor = Math.Min(
            (double)Math.Max(boundHeight, boundWidth) / Math.Max(width, height),
            (double)Math.Min(boundHeight, boundWidth) / Math.Min(width, height));
        return (Math.Max(1, (int)((width * factor) + .5)), Math.Max(1, (int)((height * factor) + .5)));
    }
}
