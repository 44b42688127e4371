using System.Buffers.Binary;
using Google.Protobuf;

namespace Panoptes.Studies.Imports.TensorBoard;

/// <summary>
/// What an event of TensorBoard says in single numbers (tensorflow/core/util/event.proto, framework/summary.proto, framework/tensor.proto).
/// </summary>
/// <param name="WallTime">Seconds since 1970.</param>
/// <param name="Step">Its step.</param>
/// <param name="IsStart">Whether a session starts here: what earlier files hold from this step on does not count.</param>
/// <param name="Values">Its numbers by tag.</param>
internal sealed record ScalarEvent(double WallTime, long Step, bool IsStart, IReadOnlyList<(string Tag, double Value)> Values)
{
    private const int Deepest = 16;
    private const int MostValues = 100_000;
    private const int LongestTag = 1000;

    /// <summary>Reads one; null where the bytes are no event.</summary>
    public static ScalarEvent? Parse(byte[] bytes)
    {
        try
        {
            var (time, step, isStart) = (0.0, 0L, false);
            var values = new List<(string, double)>();
            using var memory = new MemoryStream(bytes);
            using var input = CodedInputStream.CreateWithLimits(memory, int.MaxValue, Deepest);
            for (var tag = input.ReadTag(); tag != 0; tag = input.ReadTag())
            {
                switch (tag)
                {
                    case (1 << 3) | 1:
                        time = input.ReadDouble();
                        break;
                    case (2 << 3) | 0:
                        step = input.ReadInt64();
                        break;
                    case (5 << 3) | 2:
                        AddSummary(input.ReadBytes(), values);
                        break;
                    case (7 << 3) | 2:
                        isStart = IsSessionStart(input.ReadBytes());
                        break;
                    default:
                        input.SkipLastField();
                        break;
                }
            }

            return new ScalarEvent(time, step, isStart, values);
        }
        catch (InvalidProtocolBufferException)
        {
            return null;
        }
    }

    private static void AddSummary(ByteString bytes, List<(string, double)> values)
    {
        using var input = bytes.CreateCodedInput();
        for (var tag = input.ReadTag(); tag != 0; tag = input.ReadTag())
        {
            if (tag == ((1 << 3) | 2) && values.Count < MostValues)
            {
                if (Value(input.ReadBytes()) is { } value)
                {
                    values.Add(value);
                }
            }
            else
            {
                input.SkipLastField();
            }
        }
    }

    private static (string Tag, double Value)? Value(ByteString bytes)
    {
        var (name, value) = ("", (double?)null);
        using var input = bytes.CreateCodedInput();
        for (var tag = input.ReadTag(); tag != 0; tag = input.ReadTag())
        {
            switch (tag)
            {
                case (1 << 3) | 2:
                    name = input.ReadString();
                    break;
                case (2 << 3) | 5:
                    value = input.ReadFloat();
                    break;
                case (8 << 3) | 2:
                    value = Tensor(input.ReadBytes()) ?? value;
                    break;
                default:
                    input.SkipLastField();
                    break;
            }
        }

        return value is { } number && name.Length is > 0 and <= LongestTag ? (name, number) : null;
    }

    // A tensor of one element, of type float (1), double (2), int32 (3) or int64 (9).
    private static double? Tensor(ByteString bytes)
    {
        var type = 0;
        var content = ReadOnlyMemory<byte>.Empty;
        double? value = null;
        using var input = bytes.CreateCodedInput();
        for (var tag = input.ReadTag(); tag != 0; tag = input.ReadTag())
        {
            switch (tag)
            {
                case (1 << 3) | 0:
                    type = input.ReadEnum();
                    break;
                case (4 << 3) | 2:
                    content = input.ReadBytes().Memory;
                    break;
                case (5 << 3) | 2:
                    value = One(input.ReadBytes().Span, 4, span => BinaryPrimitives.ReadSingleLittleEndian(span));
                    break;
                case (5 << 3) | 5:
                    value = input.ReadFloat();
                    break;
                case (6 << 3) | 2:
                    value = One(input.ReadBytes().Span, 8, BinaryPrimitives.ReadDoubleLittleEndian);
                    break;
                case (6 << 3) | 1:
                    value = input.ReadDouble();
                    break;
                default:
                    input.SkipLastField();
                    break;
            }
        }

        return type switch
        {
            1 => value ?? One(content.Span, 4, span => BinaryPrimitives.ReadSingleLittleEndian(span)),
            2 => value ?? One(content.Span, 8, BinaryPrimitives.ReadDoubleLittleEndian),
            3 => One(content.Span, 4, span => BinaryPrimitives.ReadInt32LittleEndian(span)),
            9 => One(content.Span, 8, span => BinaryPrimitives.ReadInt64LittleEndian(span)),
            _ => null,
        };
    }

    private static double? One(ReadOnlySpan<byte> bytes, int size, Func<ReadOnlySpan<byte>, double> read) =>
        bytes.Length == size ? read(bytes) : null;

    private static bool IsSessionStart(ByteString bytes)
    {
        using var input = bytes.CreateCodedInput();
        for (var tag = input.ReadTag(); tag != 0; tag = input.ReadTag())
        {
            if (tag == ((1 << 3) | 0))
            {
                return input.ReadEnum() == 1;
            }

            input.SkipLastField();
        }

        return false;
    }
}
