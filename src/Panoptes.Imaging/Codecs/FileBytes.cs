using System.Buffers;
using Panoptes.Foundation;

namespace Panoptes.Imaging.Codecs;

/// <summary>A file's content in a rented buffer, given back on disposal.</summary>
internal sealed class FileBytes : IDisposable
{
    private readonly int length;
    private byte[]? buffer;

    private FileBytes(byte[] buffer, int length, bool isWhole)
    {
        this.buffer = buffer;
        this.length = length;
        IsWhole = isWhole;
    }

    /// <summary>True where the whole file was read.</summary>
    public bool IsWhole { get; }

    public ReadOnlySpan<byte> Span => (buffer ?? throw new ObjectDisposedException(nameof(FileBytes))).AsSpan(0, length);

    /// <summary>Reads a whole file.</summary>
    public static FileBytes Read(string path, ImageLimits? limits) =>
        Read(path, (limits ?? ImageLimits.Default).MaxFileBytes, mayStop: false);

    /// <summary>Reads at most the first bytes of a file.</summary>
    public static FileBytes ReadStart(string path, int most) => Read(path, most, mayStop: true);

    public void Dispose()
    {
        if (buffer is not null)
        {
            ArrayPool<byte>.Shared.Return(buffer);
            buffer = null;
        }
    }

    private static FileBytes Read(string path, long most, bool mayStop)
    {
        const string Advice = "check the path and that the file may be read";
        try
        {
            using var handle = File.OpenHandle(path);
            var size = RandomAccess.GetLength(handle);
            if (size > most && !mayStop)
            {
                throw new InputException(path, $"{size} bytes", $"an image file of at most {most} bytes", "check that it is one");
            }

            var wanted = (int)Math.Min(size, most);
            var buffer = ArrayPool<byte>.Shared.Rent(Math.Max(wanted, 1));
            var filled = 0;
            while (filled < wanted)
            {
                var count = RandomAccess.Read(handle, buffer.AsSpan(filled, wanted - filled), filled);
                if (count == 0)
                {
                    break;
                }

                filled += count;
            }

            return new FileBytes(buffer, filled, wanted == size);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InputException(path, "no such file", "an image file", Advice, error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            var found = Directory.Exists(path) ? "a folder" : $"a file that cannot be read ({error.Message})";
            throw new InputException(path, found, "an image file", Advice, error);
        }
    }
}
