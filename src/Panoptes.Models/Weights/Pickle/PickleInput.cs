using System.Buffers.Binary;
using System.Text;
using Panoptes.Foundation;

namespace Panoptes.Models.Weights.Pickle;

/// <summary>The bytes of a pickle, read forwards; every length is checked against what is left before memory is taken.</summary>
internal sealed class PickleInput(IByteSource source, string file, long position = 0)
{
    private const int MaximumLine = 1024;

    private readonly byte[] buffer = new byte[1 << 16];
    private long bufferStart;
    private int bufferLength;

    /// <summary>The file, for error texts.</summary>
    public string File => file;

    /// <summary>Where the next byte lies.</summary>
    public long Position { get; private set; } = position;

    /// <summary>The bytes read from.</summary>
    public IByteSource Source => source;

    /// <summary>An error about this pickle.</summary>
    public InputException Error(string found, string expected = "a pickle of tensors and plain data", string advice = "get the file again: it is damaged or forged") =>
        new(file, $"{found} (at byte {Position})", expected, advice);

    public byte ReadByte()
    {
        if (Position >= bufferStart + bufferLength || Position < bufferStart)
        {
            Fill();
        }

        return buffer[(int)(Position++ - bufferStart)];
    }

    public ushort ReadUInt16() => BinaryPrimitives.ReadUInt16LittleEndian(ReadBytes(2));

    public int ReadInt32() => BinaryPrimitives.ReadInt32LittleEndian(ReadBytes(4));

    public uint ReadUInt32() => BinaryPrimitives.ReadUInt32LittleEndian(ReadBytes(4));

    public long ReadInt64() => BinaryPrimitives.ReadInt64LittleEndian(ReadBytes(8));

    public double ReadDouble() => BinaryPrimitives.ReadDoubleBigEndian(ReadBytes(8));

    public byte[] ReadBytes(int count)
    {
        Claim(count);
        var bytes = new byte[count];
        source.Read(Position, bytes);
        Position += count;
        return bytes;
    }

    /// <summary>Text of a given length in UTF-8; unpaired surrogates, which Python may write, become replacement characters.</summary>
    public string ReadText(int count) => Encoding.UTF8.GetString(ReadBytes(count));

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

    private void Fill()
    {
        Claim(1);
        bufferStart = Position;
        bufferLength = (int)Math.Min(buffer.Length, source.Length - Position);
        source.Read(Position, buffer.AsSpan(0, bufferLength));
    }

    private sealed class SliceSource(IByteSource source, long start, long length) : IByteSource
    {
        public long Length => length;

        public void Read(long offset, Span<byte> destination) => source.Read(start + offset, destination);
    }
}
