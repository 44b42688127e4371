using System.Text;
using Panoptes.Foundation;

namespace Panoptes.Data.Indexing;

/// <summary>
/// An index on disk: a head, then samples one after the other as they were read, each with its length and a check sum. What was written
/// before an interruption is read again; a sample that was cut off is dropped with what follows it.
/// </summary>
internal sealed class DataIndexFile : IDisposable
{
    private const int MostBytes = 1 << 26;
    private const int FlushEvery = 256;
    private readonly FileStream stream;
    private readonly Lock gate = new();
    private int unflushed;

    private DataIndexFile(FileStream stream) => this.stream = stream;

    private static ReadOnlySpan<byte> Magic => "PANOINDEX1"u8;

    /// <summary>Samples that the file holds, those that others have replaced included.</summary>
    public int Count { get; private set; }

    /// <summary>Opens the file of an index, for this program alone, and makes it where it is missing.</summary>
    /// <param name="path">The file.</param>
    /// <param name="found">Takes each sample that it holds: split, state and sample; later ones replace earlier ones.</param>
    /// <exception cref="InputException">Another program uses it, or it cannot be written.</exception>
    public static DataIndexFile Open(string path, Action<string, UInt128, IndexedSample> found)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            var file = new DataIndexFile(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1 << 16));
            file.ReadAll(found);
            return file;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InputException(
                path, error.Message, "a file that this program alone may write",
                "wait until the other program has made the index, or name another folder with --index", error);
        }
    }

    /// <summary>Adds a sample. Safe to call from many threads.</summary>
    public void Add(string split, UInt128 state, IndexedSample sample)
    {
        using var memory = new MemoryStream();
        using var writer = new BinaryWriter(memory);
        writer.Write(0);
        writer.Write(0UL);
        writer.Write(split);
        SampleCode.Write(writer, state);
        SampleCode.Write(writer, sample);
        writer.Flush();
        var content = memory.GetBuffer().AsSpan(0, (int)memory.Length);
        BitConverter.TryWriteBytes(content, content.Length - Head);
        BitConverter.TryWriteBytes(content[sizeof(int)..], StableHash.Of<byte>(content[Head..]));
        lock (gate)
        {
            stream.Write(content);
            Count++;
            if (++unflushed >= FlushEvery)
            {
                stream.Flush();
                unflushed = 0;
            }
        }
    }

    /// <summary>Drops all that the file holds.</summary>
    public void Clear()
    {
        stream.SetLength(0);
        stream.Write(Magic);
        Count = 0;
    }

    /// <inheritdoc/>
    public void Dispose() => stream.Dispose();

    private static int Head => sizeof(int) + sizeof(ulong);

    private void ReadAll(Action<string, UInt128, IndexedSample> found)
    {
        Span<byte> magic = stackalloc byte[Magic.Length];
        if (stream.ReadAtLeast(magic, magic.Length, throwOnEndOfStream: false) < magic.Length || !magic.SequenceEqual(Magic))
        {
            Clear();
            return;
        }

        Span<byte> head = stackalloc byte[Head];
        var (good, buffer) = (stream.Position, Array.Empty<byte>());
        while (stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) == head.Length)
        {
            var length = BitConverter.ToInt32(head);
            if (length is < 0 or > MostBytes)
            {
                break;
            }

            buffer = buffer.Length < length ? new byte[length * 2] : buffer;
            if (stream.ReadAtLeast(buffer.AsSpan(0, length), length, throwOnEndOfStream: false) < length
                || StableHash.Of<byte>(buffer.AsSpan(0, length)) != BitConverter.ToUInt64(head[sizeof(int)..]))
            {
                break;
            }

            using var reader = new BinaryReader(new MemoryStream(buffer, 0, length), Encoding.UTF8);
            found(string.Intern(reader.ReadString()), SampleCode.ReadHash(reader), SampleCode.Read(reader));
            (good, Count) = (stream.Position, Count + 1);
        }

        stream.SetLength(good);
        stream.Position = good;
    }
}
