namespace Panoptes.Metrics;

/// <summary>What the detections of one image and category count as, in every area range and at every threshold.</summary>
/// <param name="Image">The image's place.</param>
/// <param name="Scores">Falling scores.</param>
/// <param name="Outcomes">[range][threshold][detection].</param>
/// <param name="Counting">By range: truths that count.</param>
internal sealed record GroupOutcomes(int Image, double[] Scores, DetectionOutcome[] Outcomes, int[] Counting)
{
    public static GroupOutcomes Of(ImageObjects objects, InstanceOptions options)
    {
        var detections = objects.Detections.Length;
        var perRange = options.IoUThresholds.Count * detections;
        var outcomes = new DetectionOutcome[options.AreaRanges.Count * perRange];
        var counting = new int[options.AreaRanges.Count];
        for (var a = 0; a < counting.Length; a++)
        {
            counting[a] = objects.Match(options.IoUThresholds, options.AreaRanges[a], outcomes.AsSpan(a * perRange, perRange));
        }

        return new GroupOutcomes(objects.Image, Array.ConvertAll(objects.Detections, d => d.Score), outcomes, counting);
    }
}

/// <summary>What all detections of one category count as.</summary>
/// <param name="Images">Images that have any of it, in order.</param>
/// <param name="Sorted">Detections by falling score, ties in the order of images, with their rank in their image.</param>
internal sealed record ClassOutcomes(IReadOnlyList<GroupOutcomes> Images, IReadOnlyList<(double Score, GroupOutcomes Image, int Rank)> Sorted)
{
    public static ClassOutcomes Of(GroupOutcomes[] images) =>
        new(images, [.. images.SelectMany(image => image.Scores.Select((score, rank) => (score, image, rank))).OrderByDescending(d => d.score)]);
}
