using Panoptes.Data.Targets;

namespace Panoptes.Training.Supervision.Teachers;

/// <summary>Counts of the labels of a batch.</summary>
/// <param name="IsEmpty">Whether an image has no label, an entry an image.</param>
/// <param name="Labels">Objects and segments an image; of label maps the share of pixels that have a class.</param>
/// <param name="Score">
/// The labels' mean score; of label maps the mean over all pixels of the best class's probability; NaN where nobody knows.
/// </param>
public sealed record LabelTally(IReadOnlyList<bool> IsEmpty, double Labels, double Score)
{
    /// <summary>The train id of every object and segment; empty of label maps.</summary>
    public IReadOnlyList<int> Classes { get; init; } = [];

    /// <summary>The share of images without a label, 0 to 1.</summary>
    public double Empty => (double)IsEmpty.Count(isEmpty => isEmpty) / IsEmpty.Count;

    /// <summary>Of objects or segments.</summary>
    /// <param name="labels">Their train ids and scores, a list an image.</param>
    public static LabelTally Of(IReadOnlyList<IReadOnlyList<(int Class, double Score)>> labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        var all = labels.SelectMany(image => image).ToList();
        return new LabelTally(
            [.. labels.Select(image => image.Count == 0)], (double)all.Count / labels.Count,
            all.Count == 0 ? 0 : all.Average(label => label.Score))
        {
            Classes = [.. all.Select(label => label.Class)],
        };
    }

    /// <summary>Of objects or segments that samples have already, whose scores are not known any more.</summary>
    /// <param name="targets">What is learned of a batch; null where that is label maps.</param>
    public static LabelTally? Of(BatchTargets targets)
    {
        ArgumentNullException.ThrowIfNull(targets);
        IReadOnlyList<int>[]? classes =
            targets.Segments is { } segments ? [.. segments.Tables.Select(table => table.Select(one => one.TrainId).ToList())]
            : targets.Instances is { } instances ? [.. instances.Select(image => image.Select(one => one.TrainId).ToList())]
            : null;
        return classes is null ? null : new LabelTally(
            [.. classes.Select(image => image.Count == 0)], classes.Average(image => image.Count), double.NaN)
        {
            Classes = [.. classes.SelectMany(image => image)],
        };
    }
}
