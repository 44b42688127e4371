using Panoptes.Data.Configuration;
using Panoptes.Imaging.Photometrics;

namespace Panoptes.Data.Augmentation;

/// <summary>Draws the size that an image is resized to.</summary>
internal static class ResizeDraw
{
    /// <summary>One draw.</summary>
    /// <param name="config">Which sizes may be drawn.</param>
    /// <param name="width">Width of the image.</param>
    /// <param name="height">Height of the image.</param>
    /// <param name="random">Where the draw comes from.</param>
    public static (int Width, int Height) Size(AugmentationConfig config, int width, int height, IRandomSource random) =>
        config.Resize switch
        {
            ResizeKind.ShortSide =>
                ShortSide(width, height, config.ShortSides[random.Integer(0, config.ShortSides.Count)], config.LongSideMax),
            ResizeKind.ShortSideRange =>
                ShortSide(width, height, random.Integer(config.ShortSides[0], config.ShortSides[1] + 1), config.LongSideMax),
            ResizeKind.Jitter => Fit(width, height, config.Crop, random.Uniform(config.ResizeMin, config.ResizeMax), Math.Round),
            ResizeKind.Fit => Fit(width, height, config.Crop, random.Uniform(config.ResizeMin, config.ResizeMax), Math.Floor),
            ResizeKind.Area => Area(width, height, config.Crop, random.Uniform(config.ResizeMin, config.ResizeMax)),
            _ => Factor(config.BaseSize, width, height, random.Uniform(config.ResizeMin, config.ResizeMax)),
        };

    /// <summary>The size whose shorter side has a length, but the longer one at most a limit; rounded as detectron2 rounds.</summary>
    public static (int Width, int Height) ShortSide(int width, int height, int length, int? limit)
    {
        var scale = (double)length / Math.Min(width, height);
        var (newWidth, newHeight) = width > height ? (scale * width, (double)length) : (length, scale * height);
        if (limit is { } most && Math.Max(newWidth, newHeight) > most)
        {
            scale = most / Math.Max(newWidth, newHeight);
            (newWidth, newHeight) = (newWidth * scale, newHeight * scale);
        }

        return (Math.Max(1, (int)(newWidth + 0.5)), Math.Max(1, (int)(newHeight + 0.5)));
    }

    private static (int Width, int Height) Fit(
        int width, int height, IReadOnlyList<int> bound, double factor, Func<double, double> whole)
    {
        var scale = Math.Min(bound[0] * factor / height, bound[1] * factor / width);
        return (Math.Max(1, (int)whole(width * scale)), Math.Max(1, (int)whole(height * scale)));
    }

    // The window of the crop's proportions that has the share of the area; no larger than the image.
    private static (int Width, int Height) Area(int width, int height, IReadOnlyList<int> crop, double share)
    {
        var scale = Math.Max(
            Math.Sqrt((double)crop[0] * crop[1] / (share * width * height)),
            Math.Max((double)crop[1] / width, (double)crop[0] / height));
        return (Math.Max(crop[1], (int)Math.Round(width * scale)), Math.Max(crop[0], (int)Math.Round(height * scale)));
    }

    private static (int Width, int Height) Factor(IReadOnlyList<int>? baseSize, int width, int height, double factor) =>
        baseSize is { } size
        ? AspectRatio.Fit(width, height, (int)(size[0] * factor), (int)(size[1] * factor))
        : (Math.Max(1, (int)(width * factor)), Math.Max(1, (int)(height * factor)));
}
