using System.Buffers.Binary;
using System.Security.Cryptography;
using Panoptes.Foundation;

namespace Panoptes.Data.Sampling;

/// <summary>
/// An index of segments on disk: a head with the hash of what it was made of, images with their segments as numbers of 7 bits a byte, and
/// the SHA-256 of all that.
/// </summary>
internal static class SegmentIndexFile
{
    private const int Version = 1;
    private const int HashBytes = 32;

    private static ReadOnlySpan<byte> Magic => "PANOSEGM"u8;

    private static int HeadBytes => Magic.Length + sizeof(int) + HashBytes;

    /// <summary>Writes an index; the file is there whole or not at all.</summary>
    /// <param name="path">Where it goes.</param>
    /// <param name="index">The index.</param>
    /// <param name="source">64 hexadecimal digits: the hash of what it was made of.</param>
    public static void Write(string path, SegmentIndex index, string source)
    {
        using var memory = new MemoryStream();
        using var writer = new BinaryWriter(memory);
        writer.Write(Magic);
        writer.Write(Version);
        writer.Write(Convert.FromHexString(source));
        writer.Write7BitEncodedInt(index.Images);
        for (var image = 0; image < index.Images; image++)
        {
            var entry = index[image];
            writer.Write7BitEncodedInt(entry.Width);
            writer.Write7BitEncodedInt(entry.Height);
            writer.Write7BitEncodedInt(entry.Packed.Length);
            foreach (var segment in entry.Packed)
            {
                Write(writer, segment);
            }
        }

        writer.Flush();
        var content = memory.GetBuffer().AsMemory(0, (int)memory.Length);
        AtomicFile.Write(path, stream =>
        {
            stream.Write(content.Span);
            stream.Write(SHA256.HashData(content.Span));
        });
    }

    /// <summary>Reads an index.</summary>
    /// <param name="path">The file.</param>
    /// <param name="source">The hash of what it ought to be made of.</param>
    /// <returns>The index; or null, and why it cannot be used.</returns>
    public static (SegmentIndex? Index, string? Fault) Read(string path, string source)
    {
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return (null, error is FileNotFoundException or DirectoryNotFoundException ? null : error.Message);
        }

        if (bytes.Length < HeadBytes + HashBytes || !bytes.AsSpan().StartsWith(Magic)
            || !SHA256.HashData(bytes.AsSpan(0, bytes.Length - HashBytes)).AsSpan().SequenceEqual(bytes.AsSpan(bytes.Length - HashBytes)))
        {
            return (null, $"{path} is damaged");
        }

        var head = bytes.AsSpan(Magic.Length, sizeof(int) + HashBytes);
        return BinaryPrimitives.ReadInt32LittleEndian(head) == Version && Convert.ToHexStringLower(head[sizeof(int)..]) == source
            ? (Parse(bytes), null)
            : (null, $"{path} is of other files or of another version");
    }

    private static void Write(BinaryWriter writer, PackedSegment segment)
    {
        writer.Write7BitEncodedInt64(segment.Id);
        writer.Write7BitEncodedInt(segment.TrainId);
        writer.Write(segment.Flags);
        writer.Write7BitEncodedInt(segment.Left);
        writer.Write7BitEncodedInt(segment.Top);
        writer.Write7BitEncodedInt(segment.Right - segment.Left);
        writer.Write7BitEncodedInt(segment.Bottom - segment.Top);
        writer.Write7BitEncodedInt(segment.Area);
    }

    private static SegmentIndex Parse(byte[] bytes)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes, HeadBytes, bytes.Length - HeadBytes - HashBytes));
        var images = new ImageSegments[reader.Read7BitEncodedInt()];
        for (var image = 0; image < images.Length; image++)
        {
            var (width, height) = (reader.Read7BitEncodedInt(), reader.Read7BitEncodedInt());
            var segments = new PackedSegment[reader.Read7BitEncodedInt()];
            for (var i = 0; i < segments.Length; i++)
            {
                segments[i] = ReadSegment(reader);
            }

            images[image] = new ImageSegments(width, height, segments);
        }

        return new SegmentIndex(images);
    }

    private static PackedSegment ReadSegment(BinaryReader reader)
    {
        var id = reader.Read7BitEncodedInt64();
        var trainId = (ushort)reader.Read7BitEncodedInt();
        var flags = reader.ReadByte();
        int left = reader.Read7BitEncodedInt(), top = reader.Read7BitEncodedInt();
        int right = left + reader.Read7BitEncodedInt(), bottom = top + reader.Read7BitEncodedInt();
        return new PackedSegment(
            id, reader.Read7BitEncodedInt(), trainId, (ushort)left, (ushort)top, (ushort)right, (ushort)bottom, flags);
    }
}
