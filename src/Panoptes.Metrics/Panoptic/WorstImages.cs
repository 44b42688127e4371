namespace Panoptes.Metrics.Panoptic;

/// <summary>Remembers the few images with the lowest panoptic quality; the same ones whatever the order of arrival.</summary>
internal sealed class WorstImages(int most)
{
    private readonly Lock gate = new();
    private readonly SortedSet<WorstImage> kept = new(Comparer<WorstImage>.Create((a, b) =>
        a.PQ.CompareTo(b.PQ) is var byScore and not 0 ? byScore : a.Index.CompareTo(b.Index)));

    public void Offer(int index, string imageId, PanopticMatches matches)
    {
        var (missed, wrong) = (matches.Missed.Count, matches.Wrong.Count);
        if (most <= 0 || missed + wrong == 0)
        {
            return;
        }

        var image = new WorstImage(index, imageId, matches.Quality, missed, wrong);
        lock (gate)
        {
            kept.Add(image);
            if (kept.Count > most)
            {
                kept.Remove(kept.Max!);
            }
        }
    }

    public IReadOnlyList<WorstImage> Sorted() => [.. kept];
}
