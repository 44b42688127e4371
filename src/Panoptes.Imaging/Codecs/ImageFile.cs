using Panoptes.Foundation;
using Panoptes.Imaging.Codecs.Jpeg;
using Panoptes.Imaging.Codecs.Png;
using Panoptes.Imaging.Geometries;

namespace Panoptes.Imaging.Codecs;

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

    /// <summary>Reads an upright color image: gray is repeated, palettes are looked up, 16 bits become 8, alpha is dropped.</summary>
    /// <param name="path">The file.</param>
    /// <param name="limits">The largest image allowed; the default ones where null.</param>
    /// <param name="reuse">An image that is overwritten and returned where it has the file's size; saves its allocation.</param>
    /// <exception cref="InputException">No such file, not a PNG or JPEG, truncated or corrupt, or above the limits.</exception>
    public static RgbImage ReadRgb(string path, ImageLimits? limits = null, RgbImage? reuse = null)
    {
        using var file = FileBytes.Read(path, limits);
        return ReadRgb(file.Span, path, limits, reuse);
    }

    /// <summary>Reads an upright color image from memory.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="limits">The largest image allowed; the default ones where null.</param>
    /// <param name="reuse">An image that is overwritten and returned where it has the file's size; saves its allocation.</param>
    /// <exception cref="InputException">Not a PNG or JPEG, truncated or corrupt, or above the limits.</exception>
    public static RgbImage ReadRgb(ReadOnlySpan<byte> file, string name, ImageLimits? limits = null, RgbImage? reuse = null) =>
        Format(file, name) == ImageFormat.Png
            ? PngFile.ReadRgb(file, name, limits, reuse)
            : JpegFile.Read(file, name, 1, limits, reuse: reuse);

    /// <summary>
    /// Reads as little of an image as a geometry needs of it: of a PNG only the corner down to the last row and column needed (its check
    /// sums are verified to the end all the same), of a JPEG a version reduced by 2, 4 or 8 where the geometry shrinks at
    /// least as much.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="geometry">The map that the image will be sampled with; made for the upright image's full size.</param>
    /// <param name="limits">The largest image allowed; the default ones where null.</param>
    /// <param name="reuse">An image that is overwritten and returned where it has the size needed; saves its allocation.</param>
    /// <returns>The image, and the geometry to sample it with. Pixels that it does not need hold nothing that has a meaning.</returns>
    /// <exception cref="InputException">As <see cref="ReadRgb(string, ImageLimits?, RgbImage?)"/>.</exception>
    /// <exception cref="ArgumentException">The image has another size than the geometry's source.</exception>
    public static (RgbImage Image, Geometry Geometry) ReadFor(
        string path, Geometry geometry, ImageLimits? limits = null, RgbImage? reuse = null)
    {
        using var file = FileBytes.Read(path, limits);
        var header = ReadHeader(file.Span, path, limits);
        if (header.Width != geometry.SourceWidth || header.Height != geometry.SourceHeight)
        {
            throw new ArgumentException(
                $"{path} is {header.Width}x{header.Height}; the geometry is for {geometry.SourceWidth}x{geometry.SourceHeight}",
                nameof(geometry));
        }

        if (header.Format == ImageFormat.Png)
        {
            return (PngFile.ReadCorner(file.Span, path, geometry.SourceColumnsNeeded, geometry.SourceRowsNeeded, limits, reuse), geometry);
        }

        var denominator = geometry.ReducedDenominator;
        var image = JpegFile.Read(file.Span, path, denominator, limits, reuse: reuse);
        return (image, denominator == 1 ? geometry : geometry.ForReducedSource(denominator));
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
