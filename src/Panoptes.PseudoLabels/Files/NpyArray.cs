using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Panoptes.Foundation;

namespace Panoptes.PseudoLabels.Files;

/// <summary>An array that numpy saved: float16 or float32, in C order.</summary>
/// <param name="Shape">Its sizes; empty for one number.</param>
/// <param name="Values">Its numbers, the last axis side by side.</param>
public sealed partial record NpyArray(IReadOnlyList<int> Shape, float[] Values)
{
    private const int MaximumHeader = 1 << 16;
    private const string Expected = "a .npy file of float16 or float32 in C order";
    private const string Advice = "save it with numpy.save(path, numpy.ascontiguousarray(array, numpy.float32))";

    private static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>Reads a file. Nothing in it is executed.</summary>
    /// <param name="path">The file.</param>
    /// <param name="source">The setting that names it, for the error where it is missing.</param>
    /// <exception cref="InputException">There is none, or it is truncated, damaged or of another kind.</exception>
    public static NpyArray Read(string path, string source = "file")
    {
        using var stream = Open(path, source, out var size, out var shape, out var count);
        return new NpyArray(shape, Numbers(stream, count, size));
    }

    /// <summary>Reads the sizes alone.</summary>
    /// <inheritdoc cref="Read"/>
    public static IReadOnlyList<int> ReadShape(string path, string source = "file")
    {
        using var stream = Open(path, source, out _, out var shape, out _);
        return shape;
    }

    // A stream that stands before the numbers.
    private static FileStream Open(string path, string source, out int size, out int[] shape, out int count)
    {
        if (!File.Exists(path))
        {
            throw new InputException(path, "no such file", Expected, $"write it, or correct {source}");
        }

        var stream = File.OpenRead(path);
        try
        {
            (size, shape, count) = ReadHeader(stream, path);
            return stream;
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    private static (int Size, int[] Shape, int Count) ReadHeader(FileStream stream, string path)
    {
        var start = new byte[12];
        var got = stream.ReadAtLeast(start, 12, throwOnEndOfStream: false);
        if (got < 12 || !start.AsSpan(0, 6).SequenceEqual(Magic) || start[6] is not (1 or 2 or 3))
        {
            throw Bad(path, got == 0 ? "an empty file" : $"a file that begins {Convert.ToHexString(start, 0, Math.Min(got, 8))}");
        }

        long length = start[6] == 1 ? BinaryPrimitives.ReadUInt16LittleEndian(start.AsSpan(8)) : BinaryPrimitives.ReadUInt32LittleEndian(
            start.AsSpan(8));
        var offset = start[6] == 1 ? 10 : 12;
        if (length > MaximumHeader || offset + length > stream.Length)
        {
            throw Bad(path, $"a header of {length} bytes in a file of {stream.Length}");
        }

        var text = new byte[length];
        stream.Position = offset;
        stream.ReadExactly(text);
        var (size, shape) = Header(path, Encoding.Latin1.GetString(text));
        var count = 1L;
        foreach (var side in shape)
        {
            count = side == 0 || count > Array.MaxLength ? 0 : count * side;
        }

        if (count is 0 || count > Array.MaxLength || stream.Length - offset - length != count * size)
        {
            throw Bad(
                path, $"{stream.Length - offset - length} bytes of data for ({string.Join(", ", shape)}) of {8 * size} bits each");
        }

        return (size, shape, (int)count);
    }

    /// <summary>Writes float32 numbers, whole or not at all.</summary>
    public static void Write(string path, IReadOnlyList<int> shape, float[] values)
    {
        var sizes = shape.Count == 1 ? $"{shape[0]}," : string.Join(", ", shape);
        var header = $"{{'descr': '<f4', 'fortran_order': False, 'shape': ({sizes}), }}";
        header = header.PadRight(((header.Length + 11 + 63) / 64 * 64) - 11) + "\n";
        AtomicFile.Write(path, stream =>
        {
            stream.Write(Magic);
            stream.Write([1, 0, (byte)header.Length, (byte)(header.Length >> 8)]);
            stream.Write(Encoding.Latin1.GetBytes(header));
            stream.Write(System.Runtime.InteropServices.MemoryMarshal.AsBytes(values.AsSpan()));
        });
    }

    private static (int Size, int[] Shape) Header(string path, string text)
    {
        var type = Type().Match(text).Groups[1].Value;
        var size = type switch { "<f4" => 4, "<f2" => 2, _ => 0 };
        var shape = Sizes().Match(text);
        if (size == 0 || !shape.Success || !COrder().IsMatch(text))
        {
            throw Bad(path, type.Length > 0 && size == 0 ? $"numbers of type {type}" : text.Trim());
        }

        var sizes = shape.Groups[1].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        try
        {
            return (size, Array.ConvertAll(sizes, side => int.Parse(side, NumberStyles.None, CultureInfo.InvariantCulture)));
        }
        catch (Exception broken) when (broken is FormatException or OverflowException)
        {
            throw Bad(path, $"the shape ({shape.Groups[1].Value})");
        }
    }

    private static float[] Numbers(FileStream stream, int count, int size)
    {
        var values = GC.AllocateUninitializedArray<float>(count);
        if (size == 4)
        {
            stream.ReadExactly(System.Runtime.InteropServices.MemoryMarshal.AsBytes(values.AsSpan()));
            return values;
        }

        var halves = new byte[1 << 16];
        for (var at = 0; at < count;)
        {
            var some = Math.Min(halves.Length / 2, count - at);
            stream.ReadExactly(halves.AsSpan(0, 2 * some));
            for (var i = 0; i < some; i++)
            {
                values[at++] = (float)BinaryPrimitives.ReadHalfLittleEndian(halves.AsSpan(2 * i));
            }
        }

        return values;
    }

    private static InputException Bad(string path, string found) => new(path, found, Expected, Advice);

    [GeneratedRegex(@"'descr'\s*:\s*'([^']*)'")]
    private static partial Regex Type();

    [GeneratedRegex(@"'shape'\s*:\s*\(([0-9,\s]*)\)")]
    private static partial Regex Sizes();

    [GeneratedRegex(@"'fortran_order'\s*:\s*False")]
    private static partial Regex COrder();
}
