using System.Buffers.Binary;
using System.IO.Compression;

namespace Panoptes.Imaging.Tests.Codecs;

/// <summary>Assembles PNG files chunk by chunk, sound or broken as a test wants them.</summary>
internal sealed class PngBytes
{
    private readonly List<byte> bytes = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    public static byte[] Deflate(ReadOnlySpan<byte> filtered, CompressionLevel level = CompressionLevel.Optimal)
    {
        var output = new MemoryStream();
        using (var zlib = new ZLibStream(output, level, leaveOpen: true))
        {
            zlib.Write(filtered);
        }

        return output.ToArray();
    }

    public PngBytes Header(uint width, uint height, int depth, int colorType, int interlace = 0)
    {
        var header = new byte[13];
        BinaryPrimitives.WriteUInt32BigEndian(header, width);
        BinaryPrimitives.WriteUInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9], header[12]) = ((byte)depth, (byte)colorType, (byte)interlace);
        return Chunk("IHDR", header);
    }

    public PngBytes Chunk(string type, ReadOnlySpan<byte> content, uint spoil = 0)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(number, (uint)content.Length);
        bytes.AddRange(number);
        byte[] body = [.. System.Text.Encoding.ASCII.GetBytes(type), .. content];
        bytes.AddRange(body);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc(body) ^ spoil);
        bytes.AddRange(number);
        return this;
    }

    public byte[] End() => Chunk("IEND", []).ToArray();

    public byte[] ToArray() => [.. bytes];

    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = 0xFFFFFFFF;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ (0xEDB88320 & (uint)-(int)(crc & 1));
            }
        }

        return ~crc;
    }
}
