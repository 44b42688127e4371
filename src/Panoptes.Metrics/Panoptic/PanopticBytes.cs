using Panoptes.Metrics.Exchange;
using Panoptes.Metrics.Intervals;

namespace Panoptes.Metrics.Panoptic;

/// <summary>How sums and confused segments go from one process to another, without loss.</summary>
internal static class PanopticBytes
{
    public static void Write(BinaryWriter writer, PanopticSums sums)
    {
        sums.IoU.Write(writer);
        Write(writer, sums.TruePositives, sums.FalsePositives, sums.FalseNegatives);
    }

    public static PanopticSums ReadSums(BinaryReader reader) => new(ExactSum.Read(reader), Next(reader), Next(reader), Next(reader));

    public static void Write(BinaryWriter writer, ThingPixels pixels) => Write(
        writer, pixels.Matched, pixels.Truth, pixels.TruthCrowd, pixels.Predicted, pixels.OnVoid, pixels.OnCrowd);

    public static ThingPixels ReadPixels(BinaryReader reader) =>
        new(Next(reader), Next(reader), Next(reader), Next(reader), Next(reader), Next(reader));

    public static void Write(BinaryWriter writer, ConfusedCount count) => Write(writer, count.Segments, count.Confused);

    public static ConfusedCount ReadConfused(BinaryReader reader) => new(Next(reader), Next(reader));

    public static void Write(BinaryWriter writer, ClassSums sums)
    {
        writer.Write7BitEncodedInt(sums.Category);
        Write(writer, sums.Sums);
        Write(writer, sums.Pixels);
        Write(writer, sums.Confused);
    }

    /// <param name="reader">What is read.</param>
    /// <param name="classes">How many classes there are.</param>
    public static ClassSums ReadClass(BinaryReader reader, int classes) =>
        new(reader.ReadBelow(classes, "class"), ReadSums(reader), ReadPixels(reader), ReadConfused(reader));

    public static void Write(BinaryWriter writer, SizeSums sums)
    {
        writer.Write7BitEncodedInt((int)sums.Size);
        Write(writer, sums.ByTruth);
        Write(writer, sums.ByPrediction);
        Write(writer, sums.Confused);
    }

    public static SizeSums ReadSize(BinaryReader reader) => new(
        (SegmentSize)reader.ReadBelow(Enum.GetValues<SegmentSize>().Length, "size"), ReadPixels(reader), ReadPixels(reader),
        ReadConfused(reader));

    public static void Write(BinaryWriter writer, ConfusedSegment segment)
    {
        Write(writer, segment.Id, segment.Category, segment.Area);
        writer.WriteEach(segment.Covered, (to, thing) => Write(to, thing.Id, thing.Category, thing.Pixels, thing.Area));
    }

    public static ConfusedSegment ReadSegment(BinaryReader reader) => new(
        (int)Next(reader), (int)Next(reader), Next(reader),
        reader.ReadEach(from => new CoveredThing((int)Next(from), (int)Next(from), Next(from), Next(from))));

    private static void Write(BinaryWriter writer, params ReadOnlySpan<long> numbers)
    {
        foreach (var number in numbers)
        {
            writer.Write7BitEncodedInt64(number);
        }
    }

    private static long Next(BinaryReader reader) => reader.Read7BitEncodedInt64();
}
