namespace Panoptes.Imaging.Codecs;

/// <summary>A file format, told by its first bytes, never by the file's extension.</summary>
public enum ImageFormat
{
    /// <summary>Portable Network Graphics (ISO 15948).</summary>
    Png,

    /// <summary>JPEG (ISO 10918), baseline or progressive.</summary>
    Jpeg,
}

/// <summary>What the samples of one stored pixel mean.</summary>
public enum PixelLayout
{
    /// <summary>One channel.</summary>
    Gray,

    /// <summary>Gray and alpha.</summary>
    GrayAlpha,

    /// <summary>An index into a table of colors.</summary>
    Palette,

    /// <summary>Red, green, blue.</summary>
    Rgb,

    /// <summary>Red, green, blue, alpha.</summary>
    Rgba,

    /// <summary>Cyan, magenta, yellow, black (JPEG only).</summary>
    Cmyk,
}

/// <summary>What an image file says of itself before any pixel is decoded.</summary>
/// <param name="Format">The file format.</param>
/// <param name="StoredWidth">Width in pixels as stored.</param>
/// <param name="StoredHeight">Height in pixels as stored.</param>
/// <param name="BitDepth">Bits of one sample: 1, 2, 4, 8 or 16.</param>
/// <param name="Layout">What the samples mean.</param>
/// <param name="Orientation">How the stored picture must be turned to be upright; Normal for PNG.</param>
public sealed record ImageHeader(
    ImageFormat Format, int StoredWidth, int StoredHeight, int BitDepth, PixelLayout Layout, ExifOrientation Orientation)
{
    /// <summary>Width of the upright image, the one that the readers return.</summary>
    public int Width => Orientation.SwapsAxes() ? StoredHeight : StoredWidth;

    /// <summary>Height of the upright image, the one that the readers return.</summary>
    public int Height => Orientation.SwapsAxes() ? StoredWidth : StoredHeight;

    /// <summary>Samples a stored pixel has: 1 to 4.</summary>
    public int Channels => Layout switch
    {
        PixelLayout.Gray or PixelLayout.Palette => 1,
        PixelLayout.GrayAlpha => 2,
        PixelLayout.Rgb => 3,
        _ => 4,
    };
}
