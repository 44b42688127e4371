using System.Buffers.Binary;

namespace Panoptes.Imaging.Codecs.Jpeg;

/// <summary>Finds the orientation in EXIF data (a TIFF header and its first directory). Whatever is not sound counts as upright.</summary>
internal static class ExifReader
{
    private const int OrientationTag = 0x0112;
    private const int ShortType = 3;

    /// <summary>The orientation, Normal where none is said or the data is broken.</summary>
    /// <param name="tiff">The data behind "Exif\0\0".</param>
    public static ExifOrientation Orientation(ReadOnlySpan<byte> tiff)
    {
        if (tiff.Length < 8)
        {
            return ExifOrientation.Normal;
        }

        var isLittle = tiff.StartsWith("II*\0"u8);
        if (!isLittle && !tiff.StartsWith("MM\0*"u8))
        {
            return ExifOrientation.Normal;
        }

        var directory = isLittle ? BinaryPrimitives.ReadUInt32LittleEndian(tiff[4..]) : BinaryPrimitives.ReadUInt32BigEndian(tiff[4..]);
        if (directory > tiff.Length - 2)
        {
            return ExifOrientation.Normal;
        }

        var entries = tiff[(int)directory..];
        var count = Short(entries, isLittle);
        entries = entries[2..];
        for (var i = 0; i < count && entries.Length >= 12; i++, entries = entries[12..])
        {
            if (Short(entries, isLittle) != OrientationTag)
            {
                continue;
            }

            var value = Short(entries[8..], isLittle);
            return Short(entries[2..], isLittle) == ShortType && value is >= 1 and <= 8 ? (ExifOrientation)value : ExifOrientation.Normal;
        }

        return ExifOrientation.Normal;
    }

    private static ushort Short(ReadOnlySpan<byte> bytes, bool isLittle) =>
        isLittle ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes);
}
