using Panoptes.Metrics.Panoptic;
using Panoptes.Metrics.Rankings;

namespace Panoptes.Metrics.Flattening;

/// <summary>What one worker counts of flattened objects, all of them classes of things.</summary>
internal sealed class FlattenedCounts
{
    private readonly PanopticCounts counts;
    private readonly FirstFew<ConfusedObject> confused;

    /// <summary>Nothing counted yet.</summary>
    /// <param name="classes">Names of the classes.</param>
    /// <param name="mostConfused">How many confused predictions to remember.</param>
    public FlattenedCounts(IEnumerable<string> classes, int mostConfused) => (counts, confused) = (
        new PanopticCounts([.. classes.Select((name, place) => new PanopticCategory(place, name, true))]),
        ConfusedObject.Keeper(mostConfused));

    /// <summary>Counts an image.</summary>
    /// <returns>What it adds.</returns>
    public ImagePanopticSums Add(int index, string name, PanopticTable table)
    {
        var (sums, found) = counts.Add(table, PanopticMatcher.Match(table), name);
        foreach (var segment in found)
        {
            confused.Offer(new ConfusedObject(index, name, segment));
        }

        return sums;
    }

    /// <summary>Adds what another counted.</summary>
    public void Merge(FlattenedCounts other)
    {
        counts.Merge(other.counts);
        confused.Merge(other.confused);
    }

    /// <summary>The report, of the sums of all images.</summary>
    public FlattenedReport Report(IReadOnlyList<ImagePanopticSums> images) => new(counts, images, confused.Sorted);
}
