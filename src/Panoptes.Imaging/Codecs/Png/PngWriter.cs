using System.Runtime.InteropServices;
using Panoptes.Foundation;
using Panoptes.Imaging.Codecs.Native;

namespace Panoptes.Imaging.Codecs.Png;

/// <content>Writing. Files are written whole or not at all.</content>
public static unsafe partial class PngFile
{
    /// <summary>The compression level where none is given, 0 (none) to 9 (smallest).</summary>
    public const int DefaultLevel = 6;

    /// <summary>Writes an 8-bit gray PNG: a label map of up to 256 ids.</summary>
    /// <param name="path">Where it goes.</param>
    /// <param name="labels">The numbers to store.</param>
    /// <param name="level">Compression, 0 (none) to 9 (smallest).</param>
    public static void WriteGray(string path, Plane<byte> labels, int level = DefaultLevel) =>
        AtomicFile.Write(path, EncodeGray(labels, level));

    /// <summary>Writes a 16-bit gray PNG: a label map of up to 65536 ids, or a depth map.</summary>
    /// <inheritdoc cref="WriteGray(string, Plane{byte}, int)"/>
    public static void WriteGray(string path, Plane<ushort> labels, int level = DefaultLevel) =>
        AtomicFile.Write(path, EncodeGray(labels, level));

    /// <summary>Writes ids as a gray PNG of 8 or 16 bits.</summary>
    /// <param name="path">Where it goes.</param>
    /// <param name="ids">The numbers to store.</param>
    /// <param name="bits">8 or 16.</param>
    /// <exception cref="ArgumentOutOfRangeException">Other bits.</exception>
    /// <exception cref="OverflowException">An id that 8 bits cannot hold.</exception>
    public static void WriteIds(string path, Plane<ushort> ids, int bits)
    {
        if (bits == 16)
        {
            WriteGray(path, ids);
            return;
        }

        ArgumentOutOfRangeException.ThrowIfNotEqual(bits, 8);
        WriteGray(path, new Plane<byte>(ids.Width, ids.Height, Array.ConvertAll(ids.Pixels, id => checked((byte)id))));
    }

    /// <summary>Writes an 8-bit palette PNG: a label map that any viewer shows in colors.</summary>
    /// <param name="path">Where it goes.</param>
    /// <param name="labels">The indices to store, all below the count of colors.</param>
    /// <param name="colors">1 to 256 colors.</param>
    /// <param name="level">Compression, 0 (none) to 9 (smallest).</param>
    /// <exception cref="ArgumentException">No color, too many, or an index without one.</exception>
    public static void WritePalette(string path, Plane<byte> labels, IReadOnlyList<Rgb> colors, int level = DefaultLevel) =>
        AtomicFile.Write(path, EncodePalette(labels, colors, level));

    /// <summary>Writes an 8-bit RGB PNG.</summary>
    /// <param name="path">Where it goes.</param>
    /// <param name="image">The image.</param>
    /// <param name="level">Compression, 0 (none) to 9 (smallest).</param>
    public static void WriteRgb(string path, RgbImage image, int level = DefaultLevel) =>
        AtomicFile.Write(path, EncodeRgb(image, level));

    /// <summary>Writes ids spread over three bytes of an RGB PNG, as COCO panoptic does: R + 256 G + 65536 B.</summary>
    /// <param name="path">Where it goes.</param>
    /// <param name="ids">Ids from 0 to 16777215.</param>
    /// <param name="level">Compression, 0 (none) to 9 (smallest).</param>
    /// <exception cref="ArgumentException">An id that three bytes cannot hold.</exception>
    public static void WriteIds24(string path, Plane<int> ids, int level = DefaultLevel) =>
        AtomicFile.Write(path, EncodeIds24(ids, level));

    /// <summary>The bytes of an 8-bit gray PNG.</summary>
    /// <inheritdoc cref="WriteGray(string, Plane{byte}, int)"/>
    public static byte[] EncodeGray(Plane<byte> labels, int level = DefaultLevel) =>
        Encode(labels.Width, labels.Height, 8, PixelLayout.Gray, labels.Pixels, [], level, filter: false);

    /// <summary>The bytes of a 16-bit gray PNG.</summary>
    /// <inheritdoc cref="WriteGray(string, Plane{byte}, int)"/>
    public static byte[] EncodeGray(Plane<ushort> labels, int level = DefaultLevel) =>
        Encode(labels.Width, labels.Height, 16, PixelLayout.Gray, MemoryMarshal.AsBytes(labels.Pixels.AsSpan()), [], level, filter: false);

    /// <summary>The bytes of an 8-bit palette PNG.</summary>
    /// <param name="labels">The indices to store, all below the count of colors.</param>
    /// <param name="colors">1 to 256 colors.</param>
    /// <param name="level">Compression, 0 (none) to 9 (smallest).</param>
    /// <param name="firstIsClear">Whether the first color is clear, so that what lies below the picture is seen there.</param>
    /// <exception cref="ArgumentException">No color, too many, or an index without one.</exception>
    public static byte[] EncodePalette(
        Plane<byte> labels, IReadOnlyList<Rgb> colors, int level = DefaultLevel, bool firstIsClear = false)
    {
        if (colors.Count is 0 or > 256)
        {
            throw new ArgumentException($"{colors.Count} colors given; a palette has 1 to 256", nameof(colors));
        }

        var largest = labels.Pixels.Max();
        if (largest >= colors.Count)
        {
            throw new ArgumentException($"index {largest} has no color: {colors.Count} given", nameof(labels));
        }

        return Encode(
            labels.Width, labels.Height, 8, PixelLayout.Palette, labels.Pixels, colors, level, filter: false, firstIsClear ? [0] : []);
    }

    /// <summary>The bytes of an 8-bit RGB PNG.</summary>
    /// <inheritdoc cref="WriteRgb"/>
    public static byte[] EncodeRgb(RgbImage image, int level = DefaultLevel) =>
        Encode(image.Width, image.Height, 8, PixelLayout.Rgb, image.Pixels, [], level, filter: true);

    /// <summary>The bytes of an RGB PNG that holds ids: R + 256 G + 65536 B.</summary>
    /// <inheritdoc cref="WriteIds24"/>
    public static byte[] EncodeIds24(Plane<int> ids, int level = DefaultLevel)
    {
        var bytes = new byte[checked(ids.Pixels.Length * 3)];
        for (var i = 0; i < ids.Pixels.Length; i++)
        {
            var id = ids.Pixels[i];
            if (id is < 0 or > 0xFFFFFF)
            {
                throw new ArgumentException($"id {id} does not fit in three bytes", nameof(ids));
            }

            (bytes[3 * i], bytes[(3 * i) + 1], bytes[(3 * i) + 2]) = ((byte)id, (byte)(id >> 8), (byte)(id >> 16));
        }

        return Encode(ids.Width, ids.Height, 8, PixelLayout.Rgb, bytes, [], level, filter: false);
    }

    /// <summary>The bytes of a PNG of any layout.</summary>
    /// <param name="width">Width in pixels.</param>
    /// <param name="height">Height in pixels.</param>
    /// <param name="bitDepth">Bits of a sample.</param>
    /// <param name="layout">What the samples mean.</param>
    /// <param name="samples">Scanlines without padding; 16-bit samples in the machine's byte order.</param>
    /// <param name="colors">The palette, for that layout.</param>
    /// <param name="level">Compression, 0 to 9.</param>
    /// <param name="filter">Whether scanlines are filtered: good for photographs, bad for label maps.</param>
    /// <param name="opacities">How opaque the first colors of a palette are, 0 to 255; the others are so wholly.</param>
    internal static byte[] Encode(
        int width, int height, int bitDepth, PixelLayout layout, ReadOnlySpan<byte> samples, IReadOnlyList<Rgb> colors, int level,
        bool filter, ReadOnlySpan<byte> opacities = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(level);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(level, 9);
        ImageLibraries.Require(Spng.Library);
        var context = Spng.NewContext(Spng.EncoderContext);
        try
        {
            Check(Spng.SetOption(context, Spng.OptionEncodeToBuffer, 1));
            Check(Spng.SetOption(context, Spng.OptionCompressionLevel, level));
            Check(Spng.SetOption(context, Spng.OptionFilterChoice, filter ? Spng.FilterChoiceAll : Spng.FilterChoiceNone));
            var header = new PngHeader(width, height, bitDepth, layout, false);
            Check(Spng.SetHeader(context, new Spng.Header
            {
                Width = (uint)width,
                Height = (uint)height,
                BitDepth = (byte)bitDepth,
                ColorType = (byte)header.ColorType,
            }));
            if (layout == PixelLayout.Palette)
            {
                Spng.Palette palette = default;
                palette.Count = (uint)colors.Count;
                for (var i = 0; i < colors.Count; i++)
                {
                    (palette.Entries[4 * i], palette.Entries[(4 * i) + 1], palette.Entries[(4 * i) + 2]) = (
                        colors[i].R, colors[i].G, colors[i].B);
                }

                Check(Spng.SetPalette(context, &palette));
                if (opacities.Length > 0)
                {
                    var transparency = new Spng.Transparency { Count = (uint)opacities.Length };
                    opacities.CopyTo(new Span<byte>(transparency.Opacities, opacities.Length));
                    Check(Spng.SetTransparency(context, &transparency));
                }
            }

            fixed (byte* start = samples)
            {
                Check(Spng.EncodeImage(context, start, (nuint)samples.Length, Spng.FormatPng, Spng.EncodeFinalize));
            }

            var buffer = Spng.TakeBuffer(context, out var size, out var error);
            Check(error);
            try
            {
                return new ReadOnlySpan<byte>(buffer, checked((int)size)).ToArray();
            }
            finally
            {
                Spng.Free(buffer);
            }
        }
        finally
        {
            Spng.FreeContext(context);
        }
    }

    private static void Check(int status)
    {
        if (status != 0)
        {
            throw new InvalidOperationException($"libspng cannot encode this image: {Spng.Error(status)}");
        }
    }
}
