using System.IO.Compression;
using Microsoft.Win32.SafeHandles;
using Panoptes.Foundation;

namespace Panoptes.Models.Weights;

/// <summary>A stretch of bytes that is read only where and when it is needed.</summary>
internal interface IByteSource
{
    /// <summary>How many bytes there are.</summary>
    long Length { get; }

    /// <summary>
    /// Fills <paramref name="destination"/> from <paramref name="offset"/> on; the stretch lies within <see cref="Length"/>.
    /// </summary>
    void Read(long offset, Span<byte> destination);
}

/// <summary>A stretch of a file.</summary>
internal sealed class FileSource(SafeFileHandle file, string path, long start, long length) : IByteSource
{
    public long Length => length;

    public void Read(long offset, Span<byte> destination)
    {
        while (destination.Length > 0)
        {
            var count = RandomAccess.Read(file, destination, start + offset);
            if (count == 0)
            {
                throw new InputException(
                    path, $"the end of the file at byte {start + offset}", $"{destination.Length} bytes more",
                    "get the file again: it was cut short");
            }

            destination = destination[count..];
            offset += count;
        }
    }
}

/// <summary>Bytes in memory.</summary>
internal sealed class MemorySource(byte[] bytes) : IByteSource
{
    public long Length => bytes.Length;

    public void Read(long offset, Span<byte> destination) => bytes.AsSpan((int)offset, destination.Length).CopyTo(destination);
}

/// <summary>A file inside a zip archive; stored without compression by PyTorch, but a re-packed one is read too.</summary>
internal sealed class ZipEntrySource(ZipArchiveEntry entry, string path) : IByteSource
{
    public long Length { get; } = entry.Length;

    public void Read(long offset, Span<byte> destination)
    {
        try
        {
            using var stream = entry.Open();
            Skip(stream, offset);
            stream.ReadExactly(destination);
        }
        catch (Exception broken) when (broken is InvalidDataException or IOException or NotSupportedException or ArgumentException
            or OverflowException)
        {
            throw new InputException(
                path, $"archive member {entry.FullName} that cannot be read ({broken.Message})", $"{Length} bytes",
                "get the file again: it is damaged", broken);
        }
    }

    private static void Skip(Stream stream, long count)
    {
        if (stream.CanSeek)
        {
            stream.Seek(count, SeekOrigin.Current);
            return;
        }

        var scratch = new byte[(int)Math.Min(count, 1 << 16)];
        while (count > 0)
        {
            var part = (int)Math.Min(count, scratch.Length);
            stream.ReadExactly(scratch, 0, part);
            count -= part;
        }
    }
}

/// <summary>
/// Bytes that Python's protocol 2 wrote as a text of the characters 0-255 in UTF-8 (<c>_codecs.encode(text, 'latin1')</c>).
/// Decoded on the first read.
/// </summary>
internal sealed class Latin1Source(IByteSource utf8, string path) : IByteSource
{
    private byte[]? decoded;

    public long Length => Decoded.Length;

    private byte[] Decoded => decoded ??= Decode();

    public void Read(long offset, Span<byte> destination) => Decoded.AsSpan((int)offset, destination.Length).CopyTo(destination);

    private byte[] Decode()
    {
        var bytes = new byte[utf8.Length];
        utf8.Read(0, bytes);
        var count = 0;
        for (var i = 0; i < bytes.Length; count++)
        {
            if (bytes[i] < 0x80)
            {
                bytes[count] = bytes[i++];
            }
            else if (i + 1 < bytes.Length && bytes[i] is 0xC2 or 0xC3 && (bytes[i + 1] & 0xC0) == 0x80)
            {
                bytes[count] = (byte)((bytes[i] << 6) | (bytes[i + 1] & 0x3F));
                i += 2;
            }
            else
            {
                throw new InputException(
                    path, "an array whose text is not Latin-1", "the characters 0 to 255", "get the file again: it is damaged");
            }
        }

        return bytes[..count];
    }
}
