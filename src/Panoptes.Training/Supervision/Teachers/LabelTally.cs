namespace Panoptes.Training.Supervision.Teachers;

/// <summary>Counts of the labels of a batch.</summary>
/// <param name="IsEmpty">Whether an image has no label, an entry an image.</param>
/// <param name="Labels">Objects and segments an image; of label maps the share of pixels that have a class.</param>
/// <param name="Score">The labels' mean score; of label maps the mean over all pixels of the best class's probability.</param>
public sealed record LabelTally(IReadOnlyList<bool> IsEmpty, double Labels, double Score)
{
    /// <summary>The share of images without a label, 0 to 1.</summary>
    public double Empty => (double)IsEmpty.Count(isEmpty => isEmpty) / IsEmpty.Count;

    /// <summary>Of objects or segments.</summary>
    /// <param name="scores">Their scores, a list an image.</param>
    public static LabelTally Of(IReadOnlyList<IReadOnlyList<double>> scores)
    {
        ArgumentNullException.ThrowIfNull(scores);
        var all = scores.SelectMany(image => image).ToList();
        return new LabelTally(
            [.. scores.Select(image => image.Count == 0)], (double)all.Count / scores.Count, all.Count == 0 ? 0 : all.Average());
    }
}
