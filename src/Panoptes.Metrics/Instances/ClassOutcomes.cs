namespace Panoptes.Metrics.Instances;

/// <summary>What all detections of one category count as.</summary>
/// <param name="Images">Images that have any of it, in order.</param>
/// <param name="Scores">Falling scores of all detections; ties in the order of images.</param>
/// <param name="Places">By detection, in that order: its image's place in <paramref name="Images"/>.</param>
/// <param name="Ranks">By detection: its rank in its image.</param>
/// <param name="Outcomes">By detection, as in its image.</param>
internal sealed record ClassOutcomes(GroupOutcomes[] Images, double[] Scores, int[] Places, int[] Ranks, OutcomeBits Outcomes)
{
    /// <param name="images">Its images, in order.</param>
    /// <param name="parts">Area ranges times thresholds.</param>
    public static ClassOutcomes Of(GroupOutcomes[] images, int parts)
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
        var sorted = new ClassOutcomes(
            images, new double[count], new int[count], new int[count], new OutcomeBits(count, parts));
        for (var i = 0; i < count; i++)
        {
            (sorted.Scores[i], sorted.Places[i], sorted.Ranks[i]) = (scores[order[i]], places[order[i]], ranks[order[i]]);
            images[sorted.Places[i]].Outcomes.CopyTo(sorted.Ranks[i], sorted.Outcomes, i);
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
