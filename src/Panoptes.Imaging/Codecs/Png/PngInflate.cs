using System.Buffers;
using System.Buffers.Binary;
using Panoptes.Imaging.Codecs.Native;

namespace Panoptes.Imaging.Codecs.Png;

/// <summary>
/// Inflates the image data of a PNG by ISA-L or libdeflate, whichever is installed and better at the stream. ISA-L looks up several
/// literals at once, which is what photographs are made of; libdeflate is better at the long matches of label maps.
/// </summary>
internal static unsafe class PngInflate
{
    /// <summary>The most bytes that one piece of a deflate stream gives: a stored block. A match gives 258.</summary>
    private const int LongestPiece = 65535;

    /// <summary>Where a byte gives as many bytes as this or more, it is mostly matches.</summary>
    private const int ManyBytesForOne = 8;

    /// <summary>Which library inflates a stream.</summary>
    /// <param name="engine">The engine asked for.</param>
    /// <param name="streamSize">Bytes of the stream.</param>
    /// <param name="size">Bytes that it gives.</param>
    /// <returns>ISA-L, libdeflate, or libspng where neither is installed.</returns>
    public static PngEngine Choose(PngEngine engine, long streamSize, long size) => engine switch
    {
        PngEngine.Fastest when Isal.IsAvailable && (!Libdeflate.IsAvailable || streamSize * ManyBytesForOne > size) => PngEngine.Isal,
        PngEngine.Fastest when Libdeflate.IsAvailable => PngEngine.Libdeflate,
        PngEngine.Isal when Isal.IsAvailable => PngEngine.Isal,
        PngEngine.Libdeflate when Libdeflate.IsAvailable => PngEngine.Libdeflate,
        _ => PngEngine.Libspng,
    };

    /// <summary>
    /// Bytes that the output must have beyond those wanted where it takes the beginning of a stream: libdeflate stops in front of the
    /// first piece that does not fit, ISA-L fills the output, which must not be empty.
    /// </summary>
    public static int Slack(PngEngine engine) => engine == PngEngine.Libdeflate ? LongestPiece : 1;

    /// <summary>Inflates a zlib stream.</summary>
    /// <param name="engine">ISA-L or libdeflate.</param>
    /// <param name="stream">The stream; what follows its end is not looked at.</param>
    /// <param name="output">What it takes; the beginning of the stream's bytes where it is shorter.</param>
    /// <param name="isWhole">True where the stream should fill the output and end; false where it should have more.</param>
    /// <returns>False where the stream is damaged or of another length.</returns>
    public static bool TryRun(PngEngine engine, ReadOnlySpan<byte> stream, Span<byte> output, bool isWhole)
    {
        fixed (byte* input = stream)
        fixed (byte* target = output)
        {
            return engine == PngEngine.Isal
                ? TryIsal(stream, input, target, output.Length, isWhole)
                : TryLibdeflate(input, stream.Length, target, output.Length, isWhole);
        }
    }

    private static bool TryLibdeflate(byte* input, int inputSize, byte* output, int outputSize, bool isWhole)
    {
        var decompressor = Libdeflate.NewDecompressor();
        if (decompressor == 0)
        {
            return false;
        }

        try
        {
            var status = Libdeflate.Inflate(decompressor, input, (nuint)inputSize, output, (nuint)outputSize, 0);
            return status == (isWhole ? Libdeflate.Success : Libdeflate.InsufficientSpace);
        }
        finally
        {
            Libdeflate.FreeDecompressor(decompressor);
        }
    }

    private static bool TryIsal(ReadOnlySpan<byte> stream, byte* input, byte* output, int outputSize, bool isWhole)
    {
        const int HeaderSize = 2;
        const int SumSize = 4;
        const int Alignment = 64;
        if (!HasZlibHeader(stream))
        {
            return false;
        }

        var memory = ArrayPool<byte>.Shared.Rent(Isal.StateBytes + Alignment);
        try
        {
            fixed (byte* start = memory)
            {
                var state = (Isal.Streams*)(((nuint)start + Alignment - 1) & ~(nuint)(Alignment - 1));
                Isal.Init(state);
                state->NextInput = input + HeaderSize;
                state->InputLeft = (uint)(stream.Length - HeaderSize);
                state->NextOutput = output;
                state->OutputLeft = (uint)outputSize;
                var status = Isal.Inflate(state);
                if (state->TotalOutput != outputSize || status != (isWhole ? Isal.Success : Isal.OutputIsFull))
                {
                    return false;
                }

                return !isWhole || (state->InputLeft >= SumSize
                    && BinaryPrimitives.ReadUInt32BigEndian(stream[^(int)state->InputLeft..]) == Isal.Adler32(
                        1, output, (ulong)outputSize));
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(memory);
        }
    }

    /// <summary>Deflate with a window of at most 32 KiB and no dictionary (RFC 1950).</summary>
    private static bool HasZlibHeader(ReadOnlySpan<byte> stream) =>
        stream.Length >= 2 && (stream[0] & 0x0F) == 8 && stream[0] >> 4 <= 7 && (stream[1] & 0x20) == 0
            && ((stream[0] << 8) | stream[1]) % 31 == 0;
}
