using Panoptes.Foundation;

namespace Panoptes.Formats.Files;

/// <summary>Reads whole files into one buffer that grows to the largest.</summary>
public sealed class FileBuffer
{
    private const long MaximumBytes = 1L << 30;

    private byte[] buffer = [];

    /// <summary>The bytes of a file, valid until the next is read.</summary>
    public ReadOnlySpan<byte> Read(string path)
    {
        using var stream = InputFolder.Open(path);
        var length = stream.Length;
        if (length > MaximumBytes)
        {
            throw new InputException(path, $"{length} bytes", $"at most {MaximumBytes}", "give a label PNG");
        }

        if (buffer.Length < length)
        {
            buffer = GC.AllocateUninitializedArray<byte>((int)length);
        }

        return buffer.AsSpan(0, stream.ReadAtLeast(buffer.AsSpan(0, (int)length), (int)length, throwOnEndOfStream: false));
    }
}
