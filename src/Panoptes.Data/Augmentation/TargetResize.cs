using Panoptes.Data.Configuration;
using Panoptes.Data.Sampling;
using Panoptes.Imaging.Geometries;

namespace Panoptes.Data.Augmentation;

/// <summary>Resizes images so that a thing gets a size, and finds what their crops must show.</summary>
/// <param name="sampler">The limits, and which point counts.</param>
/// <param name="crop">The [height, width] of the crop.</param>
public sealed class TargetResize(SamplerConfig sampler, IReadOnlyList<int> crop)
{
    private const int LargestShortSide = 6;

    private readonly int shortMin = sampler.ShortMin ?? Math.Min(Math.Min(crop[0], crop[1]), sampler.ShortMax ?? int.MaxValue);
    private readonly int shortMax =
        sampler.ShortMax ?? Math.Max(LargestShortSide * Math.Min(crop[0], crop[1]), sampler.ShortMin ?? 0);

    /// <summary>The factor by which an image is resized for a box to have a size, before limits; rounded to 32 bits as released.</summary>
    /// <param name="boxWidth">Width of the box in pixels.</param>
    /// <param name="boxHeight">Height of the box in pixels.</param>
    /// <param name="size">The root of the area that the box is to have, in pixels.</param>
    public static float Ratio(double boxWidth, double boxHeight, int size) => (float)(size / Math.Sqrt(boxWidth * boxHeight));

    /// <summary>
    /// The size of an image in which a box has a size: the shorter side kept within its limits, then the longer one below its own, which
    /// may leave the shorter one less than its least.
    /// </summary>
    /// <param name="width">Width of the image in pixels.</param>
    /// <param name="height">Height of the image.</param>
    /// <param name="boxWidth">Width of the box in pixels of the image.</param>
    /// <param name="boxHeight">Height of the box.</param>
    /// <param name="size">The root of the area that the box is to have, in pixels.</param>
    public (int Width, int Height) Size(int width, int height, double boxWidth, double boxHeight, int size)
    {
        var scale = Math.Clamp(
            Ratio(boxWidth, boxHeight, size), (double)shortMin / Math.Min(width, height), (double)shortMax / Math.Min(width, height));
        var longest = Math.Max(width, height);
        if (sampler.LongMax is { } most && longest * scale > most)
        {
            scale = (double)most / longest;
        }

        return (Math.Max(1, (int)((width * scale) + 0.5)), Math.Max(1, (int)((height * scale) + 0.5)));
    }

    /// <summary>The size of an image in which a target has the size that it asks for.</summary>
    /// <param name="target">The target; its size must be given.</param>
    /// <param name="width">Width of the image in pixels.</param>
    /// <param name="height">Height of the image.</param>
    public (int Width, int Height) Size(CropTarget target, int width, int height)
    {
        ArgumentNullException.ThrowIfNull(target);
        var box = target.Segment.Box;
        return Size(
            width, height, (double)box.Width * width / target.LayerWidth, (double)box.Height * height / target.LayerHeight,
            target.Size ?? throw new ArgumentException("a target of no size", nameof(target)));
    }

    /// <summary>Where the crop of a resized image may begin so that it shows its target.</summary>
    /// <param name="target">The target.</param>
    /// <param name="resized">The image, resized and not cropped.</param>
    /// <returns>First columns and first rows.</returns>
    public (CropRange X, CropRange Y) Ranges(CropTarget target, Geometry resized)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(resized);
        var (width, height) = (Math.Min(crop[1], resized.Width), Math.Min(crop[0], resized.Height));
        if (sampler.Anchor == CropAnchor.ReleasedCenter)
        {
            var (x0, y0, x1, y1) = ReleasedBox(target, resized);
            return (CropRange.Released((x0 + x1) / 2.0, width, resized.Width), CropRange.Released((y0 + y1) / 2.0, height, resized.Height));
        }

        var box = target.Segment.Box;
        var (x, y) = target.Point ?? ((box.Left + box.Right) / 2.0, (box.Top + box.Bottom) / 2.0);
        return (
            CropRange.Of(x * resized.Width / target.LayerWidth, width, resized.Width),
            CropRange.Of(y * resized.Height / target.LayerHeight, height, resized.Height));
    }

    /// <summary>The target's box in the resized image as the released code has it: the factor first, then cut to whole pixels.</summary>
    /// <param name="target">The target.</param>
    /// <param name="resized">The image, resized and not cropped.</param>
    public static (int Left, int Top, int Right, int Bottom) ReleasedBox(CropTarget target, Geometry resized)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(resized);
        var (scaleX, scaleY) = ((double)resized.Width / target.LayerWidth, (double)resized.Height / target.LayerHeight);
        var box = target.Segment.Box;
        return ((int)(box.Left * scaleX), (int)(box.Top * scaleY), (int)(box.Right * scaleX), (int)(box.Bottom * scaleY));
    }
}
