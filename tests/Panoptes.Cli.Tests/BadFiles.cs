using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Panoptes.Cli.Tests;

/// <summary>Files as they come from broken disks, other tools and bad people.</summary>
internal static class BadFiles
{
    /// <summary>Cuts a file to a share of its size.</summary>
    public static void Truncate(string path, double share)
    {
        var bytes = File.ReadAllBytes(path);
        File.WriteAllBytes(path, bytes[..(int)(bytes.Length * share)]);
    }

    /// <summary>Turns one byte in the middle of a file over.</summary>
    public static void Corrupt(string path, double place = 0.5)
    {
        var bytes = File.ReadAllBytes(path);
        bytes[(int)(bytes.Length * place)] ^= 0x5A;
        File.WriteAllBytes(path, bytes);
    }

    /// <summary>A PNG of a few bytes whose (right) header claims 100,000 x 100,000 pixels of RGB: 28 GiB once decoded.</summary>
    public static void WriteHugePng(string path)
    {
        using var file = File.Create(path);
        file.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]);
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, 100_000);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), 100_000);
        header[8] = 8;
        header[9] = 2;
        WriteChunk(file, "IHDR", header);
        WriteChunk(file, "IDAT", [0x78, 0x9C, 0x03, 0x00, 0x00, 0x00, 0x00, 0x01]);
        WriteChunk(file, "IEND", []);
    }

    /// <summary>A pickle that makes a file when it is loaded by an unpickler that obeys it.</summary>
    public static byte[] EvilPickle(string made) => Encoding.UTF8.GetBytes($"cos\nsystem\n(S'touch \"{made}\"'\ntR.");

    /// <summary>The same inside the zip archive that PyTorch writes.</summary>
    public static void WriteEvilCheckpoint(string path, string made)
    {
        using var archive = new ZipArchive(File.Create(path), ZipArchiveMode.Create);
        foreach (var (name, content) in new[] { ("archive/data.pkl", EvilPickle(made)), ("archive/version", "3\n"u8.ToArray()) })
        {
            using var entry = archive.CreateEntry(name, CompressionLevel.NoCompression).Open();
            entry.Write(content);
        }
    }

    private static void WriteChunk(FileStream file, string name, byte[] data)
    {
        byte[] body = [.. Encoding.ASCII.GetBytes(name), .. data];
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        file.Write(number);
        file.Write(body);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc(body));
        file.Write(number);
    }

    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) == 1 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
            }
        }

        return ~crc;
    }
}
