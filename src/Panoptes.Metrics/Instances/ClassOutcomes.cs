using System.Runtime.InteropServices;
using Panoptes.Metrics.Exchange;

namespace Panoptes.Metrics.Instances;

/// <summary>What the detections of one image and category count as, in every area range and at every threshold.</summary>
/// <param name="Image">The image's place.</param>
/// <param name="Scores">Falling scores.</param>
/// <param name="Outcomes">[range][threshold][detection].</param>
/// <param name="Counting">By range: truths that count.</param>
internal sealed record GroupOutcomes(int Image, double[] Scores, DetectionOutcome[] Outcomes, int[] Counting)
{
    public static GroupOutcomes Of(ImageObjects objects, double[] thresholds, IReadOnlyList<AreaRange> ranges)
    {
        var scores = new double[objects.Detections.Length];
        for (var d = 0; d < scores.Length; d++)
        {
            scores[d] = objects.Detections[d].Score;
        }

        var outcomes = new DetectionOutcome[ranges.Count * thresholds.Length * scores.Length];
        var counting = new int[ranges.Count];
        objects.Match(thresholds, ranges, outcomes, counting);
        return new GroupOutcomes(objects.Image, scores, outcomes, counting);
    }

    public void Write(BinaryWriter writer)
    {
        writer.Write7BitEncodedInt(Image);
        writer.WriteEach(Scores, (to, score) => to.Write(score));
        writer.Write(MemoryMarshal.AsBytes(Outcomes.AsSpan()));
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
        var outcomes = new DetectionOutcome[ranges * thresholds * scores.Length];
        var bytes = MemoryMarshal.AsBytes(outcomes.AsSpan());
        reader.ReadExactly(bytes);
        if (bytes.IndexOfAnyExceptInRange((byte)DetectionOutcome.Wrong, (byte)DetectionOutcome.Ignored) >= 0)
        {
            throw new InvalidDataException("a detection that is neither right nor wrong nor ignored");
        }

        var counting = new int[ranges];
        foreach (ref var count in counting.AsSpan())
        {
            count = reader.ReadBelow(int.MaxValue, "objects");
        }

        return new GroupOutcomes(image, scores, outcomes, counting);
    }
}

/// <summary>What all detections of one category count as.</summary>
/// <param name="Images">Images that have any of it, in order.</param>
/// <param name="Scores">Falling scores of all detections; ties in the order of images.</param>
/// <param name="Places">By detection, in that order: its image's place in <paramref name="Images"/>.</param>
/// <param name="Ranks">By detection: its rank in its image.</param>
internal sealed record ClassOutcomes(GroupOutcomes[] Images, double[] Scores, int[] Places, int[] Ranks)
{
    public static ClassOutcomes Of(GroupOutcomes[] images)
    {
        var count = 0;
        foreach (var image in images)
        {
            count += image.Scores.Length;
        }

        var (scores, places, ranks) = (new double[count], new int[count], new int[count]);
        var next = 0;
        for (var place = 0; place < images.Length; place++)
        {
            for (var rank = 0; rank < images[place].Scores.Length; rank++)
            {
                (scores[next], places[next], ranks[next]) = (images[place].Scores[rank], place, rank);
                next++;
            }
        }

        var order = FallingOrder.Of(scores);
        var sorted = new ClassOutcomes(images, new double[count], new int[count], new int[count]);
        for (var i = 0; i < count; i++)
        {
            (sorted.Scores[i], sorted.Places[i], sorted.Ranks[i]) = (scores[order[i]], places[order[i]], ranks[order[i]]);
        }

        return sorted;
    }

    /// <summary>The most detections that an image has.</summary>
    public int MostInAnImage()
    {
        var most = 0;
        foreach (var image in Images)
        {
            most = Math.Max(most, image.Scores.Length);
        }

        return most;
    }
}
