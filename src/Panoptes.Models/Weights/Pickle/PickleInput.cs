using System.Buffers.Binary;
using System.Text;
using Panoptes.Foundation;

namespace Panoptes.Models.Weights.Pickle;

/// <summary>The bytes of a pickle, read forwards; every length is checked against what is left before memory is taken.</summary>
internal sealed class PickleInput(IByteSource source, string file, long position = 0)
{
    private const int MaximumLine = 1024;

    private readonly byte[] buffer = new byte[1 << 16];
    private long bufferStart = position;
    private int bufferLength;

    /// <summary>The file, for error texts.</summary>
    public string File => file;

    /// <summary>Where the next byte lies.</summary>
    public long Position { get; private set; } = position;

    /// <summary>The bytes read from.</summary>
    public IByteSource Source => source;

    /// <summary>An error about this pickle.</summary>
    public InputException Error(string found, string expected = "a pickle of tensors and plain data", string advice =
        "get the file again: it is damaged or forged") =>
            new(file, $"{found} (at byte {Position})", expected, advice);

    public byte ReadByte() => Take(1)[0];

    public ushort ReadUInt16() => BinaryPrimitives.ReadUInt16LittleEndian(Take(2));

    public int ReadInt32() => BinaryPrimitives.ReadInt32LittleEndian(Take(4));

    public uint ReadUInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(4));

    public long ReadInt64() => BinaryPrimitives.ReadInt64LittleEndian(Take(8));

    public double ReadDouble() => BinaryPrimitives.ReadDoubleBigEndian(Take(8));

    public byte[] ReadBytes(int count) => Take(count).ToArray();

    /// <summary>Text of a given length in UTF-8; unpaired surrogates, which Python may write, become replacement characters.</summary>
    public string ReadText(int count) => Encoding.UTF8.GetString(Take(count));

    /// <summary>A line that ends in a newline, which is taken off.</summary>
    public string ReadLine()
    {
        var line = new StringBuilder();
        for (var next = ReadByte(); next != (byte)'\n'; next = ReadByte())
        {
            if (line.Length >= MaximumLine)
            {
                throw Error($"a line of more than {MaximumLine} characters");
            }

            line.Append((char)next);
        }

        return line.ToString();
    }

    /// <summary>Where a stretch of bytes lies, without reading it.</summary>
    public IByteSource Slice(long count)
    {
        Claim(count);
        var slice = new SliceSource(source, Position, count);
        Position += count;
        return slice;
    }

    /// <summary>Refuses a length that is beyond what is left.</summary>
    public void Claim(long count)
    {
        if (count < 0 || count > source.Length - Position)
        {
            throw Error($"a length of {count}", $"at most the {Math.Max(0, source.Length - Position)} bytes that are left");
        }
    }

    // The next bytes, from the buffer where they fit into it; valid until the next call.
    private ReadOnlySpan<byte> Take(int count)
    {
        Claim(count);
        if (count > buffer.Length)
        {
            var large = new byte[count];
            source.Read(Position, large);
            Position += count;
            return large;
        }

        if (Position + count > bufferStart + bufferLength)
        {
            bufferStart = Position;
            bufferLength = (int)Math.Min(buffer.Length, source.Length - Position);
            source.Read(Position, buffer.AsSpan(0, bufferLength));
        }

        var taken = buffer.AsSpan((int)(Position - bufferStart), count);
        Position += count;
        return taken;
    }

    private sealed class SliceSource(IByteSource source, long start, long length) : IByteSource
    {
        public long Length => length;

        public void Read(long offset, Span<byte> destination) => source.Read(start + offset, destination);
    }
}
