using System.Buffers.Binary;
using Panoptes.Foundation;

namespace Panoptes.Imaging.Codecs.Jpeg;

/// <summary>What a JPEG's marker segments say before its first scan: size, channels, orientation, Adobe's marker.</summary>
internal readonly record struct JpegMarkers(
    int Width, int Height, int Precision, int Components, ExifOrientation Orientation, bool HasAdobe)
{
    /// <summary>Walks the segments up to the frame header.</summary>
    /// <param name="file">The file or its beginning.</param>
    /// <param name="name">What messages call it.</param>
    /// <returns>Null where the bytes end before the frame header.</returns>
    /// <exception cref="InputException">The segments are not a JPEG's.</exception>
    public static JpegMarkers? TryRead(ReadOnlySpan<byte> file, string name)
    {
        var orientation = ExifOrientation.Normal;
        var hasAdobe = false;
        var position = 2;
        while (true)
        {
            // Any number of fill bytes may stand before a marker.
            while (position + 1 < file.Length && file[position] == 0xFF && file[position + 1] == 0xFF)
            {
                position++;
            }

            if (position + 4 > file.Length)
            {
                return null;
            }

            var marker = file[position + 1];
            if (file[position] != 0xFF || marker is 0 or 0xD8 or 0xD9 or 0xDA)
            {
                throw new InputException(
                    name,
                    $"a corrupt JPEG of {file.Length} bytes (0x{file[position]:X2}{marker:X2} at byte {position}, before any frame header)",
                    "a whole JPEG image",
                    "copy or write the file again");
            }

            if (marker is 0x01 or (>= 0xD0 and <= 0xD7))
            {
                position += 2;
                continue;
            }

            var length = BinaryPrimitives.ReadUInt16BigEndian(file[(position + 2)..]);
            if (length < 2)
            {
                throw new InputException(
                    name, $"a corrupt JPEG (a segment of {length} bytes at byte {position})", "a whole JPEG image",
                    "copy or write the file again");
            }

            if (position + 2 + length > file.Length)
            {
                return null;
            }

            var content = file.Slice(position + 4, length - 2);
            switch (marker)
            {
                case 0xE1 when content.StartsWith("Exif\0\0"u8):
                    orientation = ExifReader.Orientation(content[6..]);
                    break;
                case 0xEE when content.StartsWith("Adobe"u8):
                    hasAdobe = true;
                    break;
                case >= 0xC0 and <= 0xCF when marker is not (0xC4 or 0xC8 or 0xCC):
                    return Frame(content, name, orientation, hasAdobe);
            }

            position += 2 + length;
        }
    }

    public ImageHeader ToHeader(string name, ImageLimits? limits)
    {
        (limits ?? ImageLimits.Default).Check(name, Width, Height);
        var layout = Components switch { 1 => PixelLayout.Gray, 3 => PixelLayout.Rgb, _ => PixelLayout.Cmyk };
        return new ImageHeader(ImageFormat.Jpeg, Width, Height, Precision, layout, Orientation);
    }

    private static JpegMarkers Frame(ReadOnlySpan<byte> content, string name, ExifOrientation orientation, bool hasAdobe)
    {
        if (content.Length < 6 || content[0] != 8 || content[5] is not (1 or 3 or 4))
        {
            var found = content.Length < 6
                ? "a JPEG with a frame header cut short"
                : $"a JPEG of {content[0]} bits and {content[5]} channels";
            throw new InputException(name, found, "8 bits and 1, 3 or 4 channels", "convert it to an 8-bit JPEG or a PNG");
        }

        var height = BinaryPrimitives.ReadUInt16BigEndian(content[1..]);
        var width = BinaryPrimitives.ReadUInt16BigEndian(content[3..]);
        return new JpegMarkers(width, height, content[0], content[5], orientation, hasAdobe);
    }
}
