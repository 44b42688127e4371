using Panoptes.Metrics.Exchange;

namespace Panoptes.Metrics.Instances;

/// <summary>What the detections of one image and category count as, in every area range and at every threshold.</summary>
/// <param name="Image">The image's place.</param>
/// <param name="Scores">Falling scores.</param>
/// <param name="Outcomes">By detection; a part is a threshold of a range, range by range.</param>
/// <param name="Counting">By range: truths that count.</param>
internal sealed record GroupOutcomes(int Image, double[] Scores, OutcomeBits Outcomes, int[] Counting)
{
    public static GroupOutcomes Of(ImageObjects objects, double[] thresholds, IReadOnlyList<AreaRange> ranges, GreedyMatching matching)
    {
        var scores = new double[objects.Detections.Length];
        for (var d = 0; d < scores.Length; d++)
        {
            scores[d] = objects.Detections[d].Score;
        }

        var outcomes = new OutcomeBits(scores.Length, ranges.Count * thresholds.Length);
        var counting = new int[ranges.Count];
        matching.Open(objects);
        matching.MatchAll(thresholds, ranges, outcomes, counting);
        return new GroupOutcomes(objects.Image, scores, outcomes, counting);
    }

    /// <param name="writer">Where to.</param>
    /// <param name="thresholds">How many IoU thresholds there are.</param>
    public void Write(BinaryWriter writer, int thresholds)
    {
        writer.Write7BitEncodedInt(Image);
        writer.WriteEach(Scores, (to, score) => to.Write(score));
        for (var part = 0; part < thresholds * Counting.Length; part++)
        {
            for (var d = 0; d < Scores.Length; d++)
            {
                writer.Write((byte)Outcomes[d, part]);
            }
        }

        foreach (var count in Counting)
        {
            writer.Write7BitEncodedInt(count);
        }
    }

    /// <param name="reader">What is read.</param>
    /// <param name="thresholds">How many IoU thresholds there are.</param>
    /// <param name="ranges">How many area ranges.</param>
    public static GroupOutcomes Read(BinaryReader reader, int thresholds, int ranges)
    {
        var image = reader.ReadBelow(int.MaxValue, "image");
        double[] scores = [.. reader.ReadEach(from => from.ReadDouble())];
        var outcomes = new OutcomeBits(scores.Length, ranges * thresholds);
        for (var part = 0; part < ranges * thresholds; part++)
        {
            for (var d = 0; d < scores.Length; d++)
            {
                switch ((DetectionOutcome)reader.ReadByte())
                {
                    case DetectionOutcome.Wrong:
                        break;
                    case DetectionOutcome.Right:
                        outcomes.SetRight(d, part);
                        break;
                    case DetectionOutcome.Ignored:
                        outcomes.SetIgnored(d, part);
                        break;
                    default:
                        throw new InvalidDataException("a detection that is neither right nor wrong nor ignored");
                }
            }
        }

        var counting = new int[ranges];
        foreach (ref var count in counting.AsSpan())
        {
            count = reader.ReadBelow(int.MaxValue, "objects");
        }

        return new GroupOutcomes(image, scores, outcomes, counting);
    }
}
