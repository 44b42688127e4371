using Panoptes.Foundation;

namespace Panoptes.Imaging.Codecs;

/// <summary>The largest image that is decoded: a header that claims more is refused before memory is taken for it.</summary>
public sealed record ImageLimits
{
    /// <summary>The limits where none are given.</summary>
    public static ImageLimits Default { get; } = new();

    /// <summary>Largest width in pixels.</summary>
    public int MaxWidth { get; init; } = 32768;

    /// <summary>Largest height in pixels.</summary>
    public int MaxHeight { get; init; } = 32768;

    /// <summary>Largest width times height.</summary>
    public long MaxPixels { get; init; } = 268_435_456;

    /// <summary>Largest file in bytes.</summary>
    public long MaxFileBytes { get; init; } = 1L << 30;

    /// <summary>Largest ancillary data (text, color profiles) in bytes that a PNG may hold.</summary>
    public int MaxAncillaryBytes { get; init; } = 16 << 20;

    /// <summary>Refuses a size that is not allowed.</summary>
    /// <param name="source">The file, for the message.</param>
    /// <param name="width">Width the header claims.</param>
    /// <param name="height">Height the header claims.</param>
    /// <exception cref="InputException">A side is 0 or above its limit, or the area is above its.</exception>
    public void Check(string source, long width, long height)
    {
        if (width < 1 || height < 1)
        {
            throw new InputException(source, $"a header that claims {width}x{height} pixels", "at least one pixel", "write the file again");
        }

        if (width > MaxWidth || height > MaxHeight || width * height > MaxPixels)
        {
            throw new InputException(
                source,
                $"a header that claims {width}x{height} pixels",
                $"at most {MaxWidth}x{MaxHeight} and {MaxPixels} pixels in all",
                "check that the file is what it says, or cut it into tiles");
        }
    }
}
