using System.Buffers.Binary;
using System.Text;
using System.Text.RegularExpressions;
using Panoptes.Foundation;

namespace Panoptes.Experiments.Tests.Mutations;

/// <summary>Changes a file's bytes as damage and malice do: bits, bytes, cuts, splices, length fields, and numbers in text.</summary>
internal static partial class Mutator
{
    private static readonly string[] Extremes =
    [
        "0", "-1", "1e400", "-1e400", "1e-400", "NaN", "Infinity", "2147483647", "2147483648", "4294967296", "-2147483649",
        "9223372036854775807",
        "9223372036854775808", "99999999999999999999999", "0.5", "1e9", "true", "null", "\"7\"", "[]", "{}", "\"\"",
        "[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]",
    ];

    private static readonly uint[] Lengths = [0, 1, 0x7F, 0xFF, 0x7FFF, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFE, 0xFFFFFFFF];

    /// <summary>One to four changes, drawn from (seed, round).</summary>
    public static byte[] Mutate(byte[] content, bool isText, long seed, int round)
    {
        var random = new SeededRandom(seed, round);
        var bytes = (byte[])content.Clone();
        for (var change = random.NextBool(0.6) ? 1 : random.NextInt(2, 5); change > 0 && bytes.Length > 0; change--)
        {
            bytes = isText && random.NextBool(0.6) ? Number(bytes, random) : Change(bytes, random);
        }

        return bytes;
    }

    private static byte[] Change(byte[] bytes, SeededRandom random)
    {
        var at = random.NextInt(0, bytes.Length);
        var length = random.NextInt(0, Math.Min(64, bytes.Length - at) + 1);
        switch (random.NextInt(0, 8))
        {
            case 0:
                bytes[at] ^= (byte)(1 << random.NextInt(0, 8));
                return bytes;
            case 1:
                bytes[at] = (byte)random.NextInt(0, 256);
                return bytes;
            case 2:
                return bytes[..at];
            case 3:
                return [.. bytes[..at], .. bytes[(at + length)..]];
            case 4:
                var from = random.NextInt(0, bytes.Length - length + 1);
                return [.. bytes[..at], .. bytes[from..(from + length)], .. bytes[at..]];
            case 5:
                return [.. bytes[..at], .. Enumerable.Repeat((byte)random.NextInt(0, 256), length), .. bytes[at..]];
            default:
                return Length(bytes, at, random);
        }
    }

    // A length or offset of 1, 2, 4 or 8 bytes, of either order.
    private static byte[] Length(byte[] bytes, int at, SeededRandom random)
    {
        var field = new byte[8];
        var value = Lengths[random.NextInt(0, Lengths.Length)];
        var width = 1 << random.NextInt(0, 4);
        if (random.NextBool())
        {
            BinaryPrimitives.WriteUInt64LittleEndian(field, value);
        }
        else
        {
            BinaryPrimitives.WriteUInt32BigEndian(field.AsSpan(Math.Max(0, width - 4)), value);
        }

        field.AsSpan(0, Math.Min(width, bytes.Length - at)).CopyTo(bytes.AsSpan(at));
        return bytes;
    }

    private static byte[] Number(byte[] bytes, SeededRandom random)
    {
        var text = Encoding.Latin1.GetString(bytes);
        var numbers = Numbers().Matches(text);
        if (numbers.Count == 0)
        {
            return Change(bytes, random);
        }

        var number = numbers[random.NextInt(0, numbers.Count)];
        return Encoding.Latin1
            .GetBytes(text[..number.Index] + Extremes[random.NextInt(0, Extremes.Length)] + text[(number.Index + number.Length)..]);
    }

    [GeneratedRegex(@"-?\d+(\.\d+)?([eE][-+]?\d+)?", RegexOptions.CultureInvariant)]
    private static partial Regex Numbers();
}
