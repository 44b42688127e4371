using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using Panoptes.Foundation;

namespace Panoptes.Imaging.Codecs.Png;

/// <summary>What the bytes of decoded scanlines mean.</summary>
internal static class PngPixels
{
    /// <summary>The stored number of every pixel of a one-channel image; 16-bit scanlines may be the labels' own bytes.</summary>
    public static void ToLabels<T>(ReadOnlySpan<byte> scanlines, PngHeader header, Span<T> labels)
        where T : unmanaged, IBinaryInteger<T>
    {
        switch (header.BitDepth)
        {
            case 16 when typeof(T) == typeof(ushort) && !BitConverter.IsLittleEndian:
                MemoryMarshal.Cast<byte, T>(scanlines).CopyTo(labels);
                return;
            case 16 when typeof(T) == typeof(ushort):
                BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<byte, ushort>(scanlines), MemoryMarshal.Cast<T, ushort>(labels));
                return;
            case 16:
                for (var i = 0; i < labels.Length; i++)
                {
                    labels[i] = T.CreateTruncating((scanlines[2 * i] << 8) | scanlines[(2 * i) + 1]);
                }

                return;
            case 8:
                for (var i = 0; i < labels.Length; i++)
                {
                    labels[i] = T.CreateTruncating(scanlines[i]);
                }

                return;
            default:
                Unpack(scanlines, header, labels);
                return;
        }
    }

    /// <summary>R + 256 G + 65536 B of every pixel of 3 or 4 bytes.</summary>
    public static void ToIds24(ReadOnlySpan<byte> scanlines, int channels, Span<int> ids)
    {
        if (channels == 3)
        {
            RgbxRow.Unpack(scanlines, ids);
            return;
        }

        for (int i = 0, at = 0; i < ids.Length; i++, at += channels)
        {
            ids[i] = scanlines[at] | (scanlines[at + 1] << 8) | (scanlines[at + 2] << 16);
        }
    }

    /// <summary>8-bit RGB of any layout and depth.</summary>
    public static void ToRgb(ReadOnlySpan<byte> scanlines, PngHeader header, Rgb[] palette, Span<byte> rgb, string name)
    {
        if (header.Layout is PixelLayout.Gray or PixelLayout.Palette && header.BitDepth <= 8)
        {
            var indices = new byte[header.Width];
            for (var y = 0; y < header.Height; y++)
            {
                ToLabels(scanlines.Slice(y * header.RowBytes, header.RowBytes), header with { Height = 1 }, indices.AsSpan());
                LookUp(indices, header, palette, rgb.Slice(y * header.Width * 3, header.Width * 3), name);
            }

            return;
        }

        var sampleBytes = header.BitDepth / 8;
        var pixelBytes = sampleBytes * header.Channels;
        var (green, blue) = header.Layout is PixelLayout.Gray or PixelLayout.GrayAlpha ? (0, 0) : (sampleBytes, 2 * sampleBytes);
        for (int at = 0, source = 0; at < rgb.Length; at += 3, source += pixelBytes)
        {
            rgb[at] = scanlines[source];
            rgb[at + 1] = scanlines[source + green];
            rgb[at + 2] = scanlines[source + blue];
        }
    }

    private static void LookUp(ReadOnlySpan<byte> indices, PngHeader header, Rgb[] palette, Span<byte> rgb, string name)
    {
        var grayStep = 255 / ((1 << header.BitDepth) - 1);
        for (var x = 0; x < indices.Length; x++)
        {
            var index = indices[x];
            Rgb color;
            if (header.Layout == PixelLayout.Gray)
            {
                var gray = (byte)(index * grayStep);
                color = new Rgb(gray, gray, gray);
            }
            else if (index < palette.Length)
            {
                color = palette[index];
            }
            else
            {
                throw new InputException(
                    name, $"a pixel of palette index {index}", $"indices below the palette's {palette.Length} colors",
                    "write the file again");
            }

            (rgb[3 * x], rgb[(3 * x) + 1], rgb[(3 * x) + 2]) = (color.R, color.G, color.B);
        }
    }

    private static void Unpack<T>(ReadOnlySpan<byte> scanlines, PngHeader header, Span<T> labels)
        where T : unmanaged, IBinaryInteger<T>
    {
        var (bits, perByte, mask) = (header.BitDepth, 8 / header.BitDepth, (1 << header.BitDepth) - 1);
        for (var y = 0; y < header.Height; y++)
        {
            var packed = scanlines.Slice(y * header.RowBytes, header.RowBytes);
            var row = labels.Slice(y * header.Width, header.Width);
            for (var x = 0; x < row.Length; x++)
            {
                row[x] = T.CreateTruncating((packed[x / perByte] >> (8 - bits - (x % perByte * bits))) & mask);
            }
        }
    }
}
