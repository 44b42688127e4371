using System.Buffers.Binary;
using Panoptes.Imaging.Codecs.Native;

namespace Panoptes.Imaging.Codecs.Png;

/// <summary>Where the image data of a PNG lies; found without libspng, for the fast path.</summary>
internal static unsafe class PngChunks
{
    private const uint ImageData = 0x49444154; // IDAT
    private const uint PaletteTable = 0x504C5445; // PLTE
    private const uint End = 0x49454E44; // IEND

    /// <summary>
    /// Walks all chunks. True where the file is plain: every critical chunk is known, in order and sound, the data
    /// chunks follow one another and IEND is there. Anything else is left to libspng to judge.
    /// </summary>
    /// <param name="file">The whole file.</param>
    /// <param name="data">Offset and length of each IDAT chunk's content.</param>
    /// <param name="palette">Offset and length of the PLTE chunk's content; length 0 where there is none.</param>
    public static bool TryWalk(ReadOnlySpan<byte> file, List<(int Offset, int Length)> data, out (int Offset, int Length) palette)
    {
        palette = default;
        var dataHasEnded = false;
        for (var position = 8; ;)
        {
            if (position > file.Length - 12)
            {
                return false;
            }

            var length = BinaryPrimitives.ReadUInt32BigEndian(file[position..]);
            var type = BinaryPrimitives.ReadUInt32BigEndian(file[(position + 4)..]);
            if (length > file.Length - position - 12)
            {
                return false;
            }

            var content = (Offset: position + 8, Length: (int)length);
            var isCritical = (file[position + 4] & 0x20) == 0;
            if (isCritical && !IsSound(file.Slice(position + 4, content.Length + 8)))
            {
                return false;
            }

            if (type == End)
            {
                return length == 0 && data.Count > 0;
            }

            if (type == ImageData)
            {
                if (dataHasEnded)
                {
                    return false;
                }

                data.Add(content);
            }
            else
            {
                dataHasEnded = data.Count > 0;
                if (type == PaletteTable)
                {
                    if (palette.Length > 0 || dataHasEnded || length is 0 or > 768 || length % 3 != 0)
                    {
                        return false;
                    }

                    palette = content;
                }
                else if (isCritical && position != 8)
                {
                    return false;
                }
            }

            position += content.Length + 12;
        }
    }

    /// <summary>
    /// What is wrong with the critical chunks of a file whose pixels could be decoded, or null. libspng stops reading once
    /// it has every pixel; a file that is cut off or damaged behind them is still a damaged file.
    /// </summary>
    public static string? Fault(ReadOnlySpan<byte> file)
    {
        var position = 8;
        while (position <= file.Length - 12)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(file[position..]);
            if (length > file.Length - position - 12)
            {
                break;
            }

            var isCritical = (file[position + 4] & 0x20) == 0;
            if (isCritical && !IsSound(file.Slice(position + 4, (int)length + 8)))
            {
                return $"a wrong check sum at byte {position}";
            }

            if (BinaryPrimitives.ReadUInt32BigEndian(file[(position + 4)..]) == End)
            {
                return null;
            }

            position += (int)length + 12;
        }

        return "it stops before its IEND chunk";
    }

    private static bool IsSound(ReadOnlySpan<byte> typeContentAndSum)
    {
        var body = typeContentAndSum[..^4];
        var expected = BinaryPrimitives.ReadUInt32BigEndian(typeContentAndSum[^4..]);
        if (!Libdeflate.IsAvailable && !Isal.IsAvailable)
        {
            return Crc32.Of(body) == expected;
        }

        fixed (byte* start = body)
        {
            return expected
                == (Libdeflate.IsAvailable ? Libdeflate.Crc32(0, start, (nuint)body.Length) : Isal.Crc32(0, start, (ulong)body.Length));
        }
    }
}
