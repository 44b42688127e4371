using Panoptes.Foundation;

namespace Panoptes.Imaging;

/// <summary>
/// Reads images of any format that is known (PNG, JPEG), told by their first bytes. Safe to call from many threads.
/// Every way in which a file can be unusable is an <see cref="InputException"/> that names it.
/// </summary>
public static class ImageFile
{
    private static ReadOnlySpan<byte> PngMagic => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>Reads what a file says of itself; only as many bytes as that takes.</summary>
    /// <param name="path">The file.</param>
    /// <param name="limits">The largest image allowed; the default ones where null.</param>
    /// <exception cref="InputException">No such file, not a PNG or JPEG, corrupt, or above the limits.</exception>
    public static ImageHeader ReadHeader(string path, ImageLimits? limits = null)
    {
        const int Enough = 1 << 16;
        using (var start = FileBytes.ReadStart(path, Enough))
        {
            if (start.IsWhole || Format(start.Span, path) == ImageFormat.Png)
            {
                return ReadHeader(start.Span, path, limits);
            }

            if (JpegMarkers.TryRead(start.Span, path) is { } markers)
            {
                return markers.ToHeader(path, limits);
            }
        }

        using var all = FileBytes.Read(path, limits);
        return ReadHeader(all.Span, path, limits);
    }

    /// <summary>Reads what a file in memory says of itself.</summary>
    /// <param name="file">The file's bytes; for a PNG its first 33 are enough.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="limits">The largest image allowed; the default ones where null.</param>
    /// <exception cref="InputException">Not a PNG or JPEG, corrupt, or above the limits.</exception>
    public static ImageHeader ReadHeader(ReadOnlySpan<byte> file, string name, ImageLimits? limits = null) =>
        Format(file, name) == ImageFormat.Png
            ? PngFile.ReadHeader(file, name, limits)
            : JpegFile.ReadHeader(file, name, limits);

    /// <summary>Reads an upright colour image: grey is repeated, palettes are looked up, 16 bits become 8, alpha is dropped.</summary>
    /// <param name="path">The file.</param>
    /// <param name="limits">The largest image allowed; the default ones where null.</param>
    /// <exception cref="InputException">No such file, not a PNG or JPEG, truncated or corrupt, or above the limits.</exception>
    public static RgbImage ReadRgb(string path, ImageLimits? limits = null)
    {
        using var file = FileBytes.Read(path, limits);
        return ReadRgb(file.Span, path, limits);
    }

    /// <summary>Reads an upright colour image from memory.</summary>
    /// <inheritdoc cref="ReadHeader(ReadOnlySpan{byte}, string, ImageLimits?)"/>
    public static RgbImage ReadRgb(ReadOnlySpan<byte> file, string name, ImageLimits? limits = null) =>
        Format(file, name) == ImageFormat.Png
            ? PngFile.ReadRgb(file, name, limits)
            : JpegFile.Read(file, name, 1, limits);

    /// <summary>
    /// Reads an upright colour image where a smaller one may do: JPEG decodes at 1/2, 1/4 or 1/8 of its size for a
    /// fraction of the work. Sample it with <see cref="Geometry.ForReducedSource"/>.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="largestDenominator">
    /// The strongest reduction that is still large enough, as <see cref="Geometry.ReducedDenominator"/> says.
    /// </param>
    /// <param name="limits">The largest image allowed; the default ones where null.</param>
    /// <returns>The image and the denominator used: 1, 2, 4 or 8, never above the one given; always 1 for PNG.</returns>
    /// <exception cref="InputException">As <see cref="ReadRgb(string, ImageLimits?)"/>.</exception>
    public static (RgbImage Image, int Denominator) ReadReducedRgb(string path, int largestDenominator, ImageLimits? limits = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(largestDenominator);
        using var file = FileBytes.Read(path, limits);
        if (Format(file.Span, path) == ImageFormat.Png)
        {
            return (PngFile.ReadRgb(file.Span, path, limits), 1);
        }

        var denominator = largestDenominator switch { >= 8 => 8, >= 4 => 4, >= 2 => 2, _ => 1 };
        return (JpegFile.Read(file.Span, path, denominator, limits), denominator);
    }

    private static ImageFormat Format(ReadOnlySpan<byte> file, string name)
    {
        if (file.StartsWith(PngMagic))
        {
            return ImageFormat.Png;
        }

        if (file.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]))
        {
            return ImageFormat.Jpeg;
        }

        var found = file.Length switch
        {
            0 => "an empty file",
            < 8 => $"{file.Length} bytes that begin {Convert.ToHexString(file)}",
            _ => $"{file.Length} bytes that begin {Convert.ToHexString(file[..8])}",
        };
        throw new InputException(name, found, "a PNG or JPEG image", "convert it to one of them, or take it out of the data set");
    }
}
