using System.Buffers.Binary;
using System.IO.Compression;
using System.Security.Cryptography;
using Panoptes.Foundation;

namespace Panoptes.Training.Evaluation;

/// <summary>
/// The envelope in which counts go to other processes: a head with a version, the SHA-256 of what follows, and the counts, deflated. It is
/// opened whole or not at all.
/// </summary>
internal static class ExchangedBytes
{
    // To be raised whenever any accumulator writes other bytes.
    private const int Version = 1;

    private static ReadOnlySpan<byte> Magic => "PANOCNTS"u8;

    private static int HeadBytes => Magic.Length + sizeof(int);

    private static int BodyAt => HeadBytes + SHA256.HashSizeInBytes;

    /// <summary>Puts what is written into an envelope.</summary>
    public static byte[] Seal(Action<BinaryWriter> write)
    {
        using var memory = new MemoryStream();
        memory.Position = BodyAt;
        using (var writer = new BinaryWriter(new DeflateStream(memory, CompressionLevel.Fastest, leaveOpen: true)))
        {
            write(writer);
        }

        var bytes = memory.ToArray();
        Magic.CopyTo(bytes);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(Magic.Length), Version);
        SHA256.HashData(bytes.AsSpan(BodyAt), bytes.AsSpan(HeadBytes));
        return bytes;
    }

    /// <summary>Reads what is in an envelope, to its end.</summary>
    /// <exception cref="InputException">It is damaged, of another version, or holds something else than is read.</exception>
    public static void Open(ReadOnlySpan<byte> bytes, Action<BinaryReader> read)
    {
        if (bytes.Length < BodyAt || !bytes.StartsWith(Magic))
        {
            throw Refused("bytes that are no counts");
        }

        var version = BinaryPrimitives.ReadInt32LittleEndian(bytes[Magic.Length..]);
        if (version != Version)
        {
            throw Refused($"version {version}");
        }

        if (!SHA256.HashData(bytes[BodyAt..]).AsSpan().SequenceEqual(bytes[HeadBytes..BodyAt]))
        {
            throw Refused("damaged bytes");
        }

        try
        {
            using var inflated = new MemoryStream();
            using (var packed = new DeflateStream(new MemoryStream(bytes[BodyAt..].ToArray()), CompressionMode.Decompress))
            {
                packed.CopyTo(inflated);
            }

            inflated.Position = 0;
            using var reader = new BinaryReader(inflated);
            read(reader);
            if (inflated.Position != inflated.Length)
            {
                throw new InvalidDataException($"{inflated.Length - inflated.Position} bytes too many");
            }
        }
        catch (Exception cause) when (cause is IOException or InvalidDataException or FormatException)
        {
            throw Refused($"counts of something else ({cause.Message})", cause);
        }
    }

    private static InputException Refused(string found, Exception? cause = null) => new(
        "counts of another process", found, $"counts of version {Version}, of the same evaluation",
        "run all processes with one build of Panoptes, one configuration and one data set", cause);
}
