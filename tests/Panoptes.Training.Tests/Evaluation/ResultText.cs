using System.Collections;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Panoptes.Metrics.Instances;
using Panoptes.Metrics.Panoptic;
using Panoptes.Metrics.Semantic;
using Panoptes.Training.Evaluation;

namespace Panoptes.Training.Tests.Evaluation;

/// <summary>
/// All that results hold, whatever they are made of, a line each with doubles by their bits: equal texts are equal results, down to the
/// order of lists. How long it took is left out.
/// </summary>
internal static class ResultText
{
    private const int Deepest = 20;

    public static string Of(object? value)
    {
        var text = new StringBuilder();
        Write(text, "", value, 0);
        return text.ToString();
    }

    private static void Write(StringBuilder text, string path, object? value, int depth)
    {
        Assert.True(depth < Deepest, path);
        switch (value)
        {
            case null or string or bool or Enum or int or long or byte or ushort:
                text.Append(path).Append(' ').Append(value ?? "null").Append('\n');
                break;
            case double number:
                text.Append(path).Append(' ').Append(number).Append(' ').Append(BitConverter.DoubleToInt64Bits(number)).Append('\n');
                break;
            case Delegate:
                break;
            case ConfusionMatrix matrix:
                Write(text, path, matrix.ToArrays(includeNone: true), depth + 1);
                break;
            case ConfusionCurve curve:
                Write(text, path, Counts(curve), depth + 1);
                break;
            case PrecisionCurves curves:
                Write(text, path, $"{Hash(curves.Precision)} {Hash(curves.Scores)} {Hash(curves.Recall)}", depth + 1);
                break;
            case ITuple tuple:
                Write(text, path, Enumerable.Range(0, tuple.Length).Select(i => tuple[i]), depth + 1);
                break;
            case IEnumerable items:
                foreach (var (place, item) in items.Cast<object?>().Index())
                {
                    Write(text, $"{path}[{place}]", item, depth + 1);
                }

                break;
            default:
                WriteProperties(text, path, value, depth);
                break;
        }
    }

    private static void WriteProperties(StringBuilder text, string path, object value, int depth)
    {
        if (value is PanopticTally tally)
        {
            Write(text, $"{path}.Of", Enum.GetValues<SegmentSize>().Select(tally.Of), depth + 1);
        }

        foreach (var property in value.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            if (property.GetIndexParameters().Length == 0 && property.Name != nameof(EvaluationResult.Seconds))
            {
                Write(text, $"{path}.{property.Name}", property.GetValue(value), depth + 1);
            }
        }
    }

    private static IEnumerable<long[]> Counts(ConfusionCurve curve)
    {
        foreach (var size in Enum.GetValues<SegmentSize>())
        {
            yield return [curve.Segments(size)];
            foreach (var reading in Enum.GetValues<ConfusionReading>())
            {
                yield return curve.Confused(reading, size).ToArray();
            }
        }
    }

    private static string Hash(ReadOnlySpan<double> values) => Convert.ToHexString(SHA256.HashData(MemoryMarshal.AsBytes(values)));
}
