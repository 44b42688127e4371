using System.Numerics;
using System.Runtime.InteropServices;
using Panoptes.Data.Loading;
using Panoptes.Foundation;

namespace Panoptes.Training.Supervision;

/// <summary>Checks labels on the CPU, where an id out of range can still be traced to its file.</summary>
internal static class LabelRange
{
    /// <summary>Every label must be a class or the ignored id.</summary>
    /// <exception cref="InputException">One is neither; names the file.</exception>
    public static void Check(Batch batch, int classes, int ignore)
    {
        var labels = batch.Labels.Data<long>();
        var at = FirstOutside(labels, classes, ignore);
        if (at < 0)
        {
            return;
        }

        var sample = batch.Samples[(int)(at / (labels.Length / batch.Labels.Size(0)))];
        throw new InputException(
            sample.Files.Label ?? sample.Files.Image,
            $"train id {labels[at]}",
            $"0 to {classes - 1}, or {ignore} for void",
            "correct the class table, or give the model as many classes as the data has");
    }

    private static int FirstOutside(ReadOnlySpan<long> labels, int classes, int ignore)
    {
        var start = 0;
        var (end, ignored) = (new Vector<ulong>((ulong)classes), new Vector<long>(ignore));
        foreach (var some in MemoryMarshal.Cast<long, Vector<long>>(labels))
        {
            // As unsigned numbers negative labels lie above every class.
            if (Vector.GreaterThanOrEqualAny(
                Vector.ConditionalSelect(Vector.Equals(some, ignored), Vector<long>.Zero, some).As<long, ulong>(), end))
            {
                break;
            }

            start += Vector<long>.Count;
        }

        for (var i = start; i < labels.Length; i++)
        {
            if ((ulong)labels[i] >= (ulong)classes && labels[i] != ignore)
            {
                return i;
            }
        }

        return -1;
    }
}
