using System.Buffers;
using System.Numerics;
using System.Runtime.InteropServices;
using Panoptes.Foundation;

namespace Panoptes.Imaging.Codecs.Png;

/// <summary>
/// Reads PNG images and label maps. Label maps keep the stored number of every pixel: gray of 1 to 16 bits is not
/// stretched, and a palette's indices are not looked up. Safe to call from many threads.
/// </summary>
public static partial class PngFile
{
    /// <summary>Reads the header of a PNG in memory.</summary>
    /// <param name="file">The file's bytes; the first 33 are enough.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="limits">The largest image allowed; the default ones where null.</param>
    /// <exception cref="InputException">Truncated or corrupt, or above the limits.</exception>
    public static ImageHeader ReadHeader(ReadOnlySpan<byte> file, string name, ImageLimits? limits = null)
    {
        var header = Header(file, name, limits);
        return new ImageHeader(ImageFormat.Png, header.Width, header.Height, header.BitDepth, header.Layout, ExifOrientation.Normal);
    }

    /// <summary>Reads a label map or depth map: gray of 1, 2, 4, 8 or 16 bits, or a palette's indices.</summary>
    /// <typeparam name="T">byte, ushort or int; wide enough for the file's bit depth.</typeparam>
    /// <param name="path">The file.</param>
    /// <param name="limits">The largest image allowed; the default ones where null.</param>
    /// <param name="reuse">A plane that is overwritten and returned where it has the file's size; saves its allocation.</param>
    /// <returns>The stored number of every pixel.</returns>
    /// <exception cref="InputException">
    /// No such file, not a PNG, truncated or corrupt, above the limits, more than one channel, or 16 bits into a byte.
    /// </exception>
    public static Plane<T> ReadLabels<T>(string path, ImageLimits? limits = null, Plane<T>? reuse = null)
        where T : unmanaged, IBinaryInteger<T>
    {
        using var file = FileBytes.Read(path, limits);
        return ReadLabels(file.Span, path, limits, reuse);
    }

    /// <summary>Reads a label map from memory.</summary>
    /// <typeparam name="T">byte, ushort or int; wide enough for the file's bit depth.</typeparam>
    /// <param name="file">The whole file.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="limits">The largest image allowed; the default ones where null.</param>
    /// <param name="reuse">A plane that is overwritten and returned where it has the file's size; saves its allocation.</param>
    /// <exception cref="InputException">As for the reader of files.</exception>
    public static Plane<T> ReadLabels<T>(ReadOnlySpan<byte> file, string name, ImageLimits? limits = null, Plane<T>? reuse = null)
        where T : unmanaged, IBinaryInteger<T>
    {
        var header = Header(file, name, limits);
        var labels = reuse?.Width == header.Width && reuse.Height == header.Height
            ? reuse
            : new Plane<T>(header.Width, header.Height, GC.AllocateUninitializedArray<T>(header.Width * header.Height));
        ReadLabels<T>(file, name, header, labels.Pixels, limits ?? ImageLimits.Default);
        return labels;
    }

    /// <summary>Reads a label map from memory straight into a buffer, without an allocation of its size.</summary>
    /// <typeparam name="T">byte, ushort or int; wide enough for the file's bit depth.</typeparam>
    /// <param name="file">The whole file.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="labels">Takes width * height numbers, row-major; see <see cref="ReadHeader"/> for the size.</param>
    /// <param name="limits">The largest image allowed; the default ones where null.</param>
    /// <exception cref="InputException">As for the reader of files.</exception>
    /// <exception cref="ArgumentException">The buffer's length is not width * height.</exception>
    public static void ReadLabels<T>(ReadOnlySpan<byte> file, string name, Span<T> labels, ImageLimits? limits = null)
        where T : unmanaged, IBinaryInteger<T> =>
        ReadLabels(file, name, Header(file, name, limits), labels, limits ?? ImageLimits.Default);

    /// <summary>
    /// Reads ids that are spread over three bytes, as COCO panoptic and panoptic Cityscapes write them: R + 256 G + 65536 B.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="limits">The largest image allowed; the default ones where null.</param>
    /// <exception cref="InputException">No such file, not an 8-bit RGB or RGBA PNG, truncated or corrupt, or above the limits.</exception>
    public static Plane<int> ReadIds24(string path, ImageLimits? limits = null)
    {
        using var file = FileBytes.Read(path, limits);
        return ReadIds24(file.Span, path, limits);
    }

    /// <summary>Reads ids that are spread over three bytes from memory: R + 256 G + 65536 B.</summary>
    /// <inheritdoc cref="ReadHeader"/>
    public static Plane<int> ReadIds24(ReadOnlySpan<byte> file, string name, ImageLimits? limits = null)
    {
        var header = Header(file, name, limits);
        if (header.BitDepth != 8 || header.Layout is not (PixelLayout.Rgb or PixelLayout.Rgba))
        {
            throw new InputException(
                name, header.Description, "an 8-bit RGB PNG whose pixels hold R + 256 G + 65536 B",
                "point at the panoptic PNG, not at a label map");
        }

        var ids = new Plane<int>(header.Width, header.Height, GC.AllocateUninitializedArray<int>(header.Width * header.Height));
        using var scanlines = Scanlines.Decode(file, name, header, limits ?? ImageLimits.Default);
        PngPixels.ToIds24(scanlines.Bytes, header.Channels, ids.Pixels);
        return ids;
    }

    /// <summary>Reads the four bytes of an RGBA PNG's pixels as numbers with R in the lowest byte, as BDD100K's bitmasks are.</summary>
    /// <param name="path">The file.</param>
    /// <param name="limits">The largest image allowed; the default ones where null.</param>
    /// <exception cref="InputException">No such file, not an 8-bit RGBA PNG, truncated or corrupt, or above the limits.</exception>
    public static Plane<int> ReadBytes4(string path, ImageLimits? limits = null)
    {
        using var file = FileBytes.Read(path, limits);
        var header = Header(file.Span, path, limits);
        if (header.BitDepth != 8 || header.Layout != PixelLayout.Rgba)
        {
            throw new InputException(
                path, header.Description, "an 8-bit RGBA PNG", "point at the bitmasks, not at maps of classes or colors");
        }

        var pixels = new Plane<int>(header.Width, header.Height);
        using var scanlines = Scanlines.Decode(file.Span, path, header, limits ?? ImageLimits.Default);
        MemoryMarshal.Cast<byte, int>(scanlines.Bytes)[..pixels.Pixels.Length].CopyTo(pixels.Pixels);
        return pixels;
    }

    /// <summary>
    /// Reads a color image: gray is repeated, a palette is looked up, 16 bits become 8 (the high byte), alpha is dropped.
    /// </summary>
    /// <inheritdoc cref="ImageFile.ReadRgb(string, ImageLimits?, RgbImage?)"/>
    public static RgbImage ReadRgb(string path, ImageLimits? limits = null, RgbImage? reuse = null)
    {
        using var file = FileBytes.Read(path, limits);
        return ReadRgb(file.Span, path, limits, reuse);
    }

    /// <summary>Reads a color image from memory.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="limits">The largest image allowed; the default ones where null.</param>
    /// <param name="reuse">An image that is overwritten and returned where it has the file's size; saves its allocation.</param>
    /// <exception cref="InputException">Truncated or corrupt, or above the limits.</exception>
    public static RgbImage ReadRgb(ReadOnlySpan<byte> file, string name, ImageLimits? limits = null, RgbImage? reuse = null) =>
        ReadCorner(file, name, int.MaxValue, int.MaxValue, limits, reuse);

    /// <summary>Reads the first columns and rows of a color image from memory; the other pixels hold nothing that has a meaning.</summary>
    internal static RgbImage ReadCorner(ReadOnlySpan<byte> file, string name, int columns, int rows, ImageLimits? limits, RgbImage? reuse)
    {
        var header = Header(file, name, limits);
        var image = RgbImage.Uninitialized(header.Width, header.Height, reuse);
        ReadRgb(
            file, name, header, image.Pixels.AsSpan(0, 3 * header.Width * Math.Min(rows, header.Height)), limits ?? ImageLimits.Default,
            columns);
        return image;
    }

    /// <summary>Reads a color image from memory straight into a buffer, without an allocation of its size.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="rgb">Takes 3 * width * height bytes; see <see cref="ReadHeader"/> for the size.</param>
    /// <param name="limits">The largest image allowed; the default ones where null.</param>
    /// <exception cref="InputException">Truncated or corrupt, or above the limits.</exception>
    /// <exception cref="ArgumentException">The buffer's length is not 3 * width * height.</exception>
    public static void ReadRgb(ReadOnlySpan<byte> file, string name, Span<byte> rgb, ImageLimits? limits = null)
    {
        var header = Header(file, name, limits);
        if (rgb.Length != 3L * header.Width * header.Height)
        {
            throw new ArgumentException($"room for {rgb.Length} bytes given for {header.Width}x{header.Height} RGB", nameof(rgb));
        }

        ReadRgb(file, name, header, rgb, limits ?? ImageLimits.Default);
    }

    /// <summary>Reads the table of colors of a palette PNG; empty for any other.</summary>
    /// <inheritdoc cref="ImageFile.ReadHeader(string, ImageLimits?)"/>
    public static IReadOnlyList<Rgb> ReadPalette(string path, ImageLimits? limits = null)
    {
        using var file = FileBytes.Read(path, limits);
        var header = Header(file.Span, path, limits);
        if (header.Layout != PixelLayout.Palette)
        {
            return [];
        }

        using var scanlines = Scanlines.Decode(file.Span, path, header, limits ?? ImageLimits.Default);
        return scanlines.Palette;
    }

    private static PngHeader Header(ReadOnlySpan<byte> file, string name, ImageLimits? limits)
    {
        if (file.Length >= 8 && !file.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]))
        {
            throw new InputException(
                name, $"a file that begins {Convert.ToHexString(file[..8])}", "a PNG image",
                "convert it to PNG without loss, or point at another file");
        }

        return PngHeader.Parse(file, name, limits);
    }

    private static void ReadLabels<T>(ReadOnlySpan<byte> file, string name, PngHeader header, Span<T> labels, ImageLimits limits)
        where T : unmanaged, IBinaryInteger<T>
    {
        if (labels.Length != header.Width * header.Height)
        {
            throw new ArgumentException($"room for {labels.Length} pixels given for {header.Width}x{header.Height}", nameof(labels));
        }

        if (header.Layout is not (PixelLayout.Gray or PixelLayout.Palette))
        {
            throw new InputException(
                name, header.Description, "a label map of one channel (gray or palette)",
                "point at the label maps, or convert the colors to class ids first");
        }

        if (header.BitDepth > Marshal.SizeOf<T>() * 8)
        {
            throw new InputException(
                name, header.Description, "labels of 8 bits or fewer", "read it as 16-bit labels, or write it with 8 bits");
        }

        if (typeof(T) == typeof(byte) && header.BitDepth == 8)
        {
            PngDecoder.Decode(file, name, header, limits, MemoryMarshal.AsBytes(labels));
            return;
        }

        if (typeof(T) == typeof(ushort) && header.BitDepth == 16)
        {
            // The file's order of bytes is turned where they lie.
            PngDecoder.Decode(file, name, header, limits, MemoryMarshal.AsBytes(labels));
            PngPixels.ToLabels<T>(MemoryMarshal.AsBytes(labels), header, labels);
            return;
        }

        using var scanlines = Scanlines.Decode(file, name, header, limits);
        PngPixels.ToLabels(scanlines.Bytes, header, labels);
    }

    private static void ReadRgb(
        ReadOnlySpan<byte> file, string name, PngHeader header, Span<byte> rgb, ImageLimits limits, int columns = int.MaxValue)
    {
        if (header is { Layout: PixelLayout.Rgb, BitDepth: 8 })
        {
            PngDecoder.Decode(file, name, header, limits, rgb, columns);
            return;
        }

        var rows = rgb.Length / (3 * header.Width);
        using var scanlines = Scanlines.Decode(file, name, header, limits, rows);
        PngPixels.ToRgb(scanlines.Bytes, header with { Height = rows }, scanlines.Palette, rgb, name);
    }

    /// <summary>Decoded scanlines in a rented buffer.</summary>
    private readonly struct Scanlines : IDisposable
    {
        private readonly byte[] buffer;
        private readonly int length;

        private Scanlines(byte[] buffer, int length, Rgb[] palette)
        {
            this.buffer = buffer;
            this.length = length;
            Palette = palette;
        }

        public Rgb[] Palette { get; }

        public ReadOnlySpan<byte> Bytes => buffer.AsSpan(0, length);

        public static Scanlines Decode(ReadOnlySpan<byte> file, string name, PngHeader header, ImageLimits limits, int? rows = null)
        {
            var length = checked(header.RowBytes * (rows ?? header.Height));
            var buffer = ArrayPool<byte>.Shared.Rent(length);
            try
            {
                return new Scanlines(buffer, length, PngDecoder.Decode(file, name, header, limits, buffer.AsSpan(0, length)));
            }
            catch
            {
                ArrayPool<byte>.Shared.Return(buffer);
                throw;
            }
        }

        public void Dispose() => ArrayPool<byte>.Shared.Return(buffer);
    }
}
