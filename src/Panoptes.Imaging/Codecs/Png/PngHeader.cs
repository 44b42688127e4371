using System.Buffers.Binary;
using Panoptes.Foundation;

namespace Panoptes.Imaging.Codecs.Png;

/// <summary>A PNG's IHDR chunk, checked.</summary>
internal readonly record struct PngHeader(int Width, int Height, int BitDepth, PixelLayout Layout, bool IsInterlaced)
{
    /// <summary>Bytes of the signature and the IHDR chunk, which every PNG begins with.</summary>
    public const int Size = 33;

    public int Channels => Layout switch
    {
        PixelLayout.Gray or PixelLayout.Palette => 1,
        PixelLayout.GrayAlpha => 2,
        PixelLayout.Rgb => 3,
        _ => 4,
    };

    /// <summary>Bytes of one scanline without its filter byte; samples below 8 bits are packed.</summary>
    public int RowBytes => checked((int)((((long)Width * Channels * BitDepth) + 7) / 8));

    /// <summary>Distance in bytes to the pixel on the left as the filters see it.</summary>
    public int FilterStep => Math.Max(1, Channels * BitDepth / 8);

    public int ColorType => Layout switch
    {
        PixelLayout.Gray => 0,
        PixelLayout.Rgb => 2,
        PixelLayout.Palette => 3,
        PixelLayout.GrayAlpha => 4,
        _ => 6,
    };

    /// <summary>What the file holds, for messages: "a 16-bit RGB PNG".</summary>
    public string Description => $"a {BitDepth}-bit {Layout switch
    {
        PixelLayout.Gray => "gray",
        PixelLayout.GrayAlpha => "gray and alpha",
        PixelLayout.Palette => "palette",
        PixelLayout.Rgb => "RGB",
        _ => "RGBA",
    }} PNG";

    public static PngHeader Parse(ReadOnlySpan<byte> file, string name, ImageLimits? limits)
    {
        if (file.Length < Size)
        {
            throw new InputException(
                name, $"a PNG of {file.Length} bytes, cut off in its header", $"at least {Size} bytes", "copy the file again");
        }

        if (!file[8..16].SequenceEqual("\0\0\0\rIHDR"u8))
        {
            throw new InputException(name, "a PNG signature without an IHDR chunk behind it", "a PNG image", "write the file again");
        }

        var width = BinaryPrimitives.ReadUInt32BigEndian(file[16..]);
        var height = BinaryPrimitives.ReadUInt32BigEndian(file[20..]);
        var (depth, colorType, compression, filter, interlace) = (file[24], file[25], file[26], file[27], file[28]);
        PixelLayout? layout = (colorType, depth) switch
        {
            (0, 1 or 2 or 4 or 8 or 16) => PixelLayout.Gray,
            (2, 8 or 16) => PixelLayout.Rgb,
            (3, 1 or 2 or 4 or 8) => PixelLayout.Palette,
            (4, 8 or 16) => PixelLayout.GrayAlpha,
            (6, 8 or 16) => PixelLayout.Rgba,
            _ => null,
        };
        if (layout is null || compression != 0 || filter != 0 || interlace > 1)
        {
            throw new InputException(
                name,
                $"a PNG header with color type {colorType}, bit depth {depth}, compression {compression}, filter {filter}, interlace "
                    + $"{interlace}",
                "a combination that the PNG standard knows",
                "write the file again");
        }

        (limits ?? ImageLimits.Default).Check(name, width, height);
        return new PngHeader((int)width, (int)height, depth, layout.Value, interlace == 1);
    }
}
