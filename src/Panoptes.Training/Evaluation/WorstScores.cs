namespace Panoptes.Training.Evaluation;

/// <summary>Remembers the few images with the lowest scores; the same ones in whatever order they come.</summary>
/// <param name="most">How many, at least 0.</param>
public sealed class WorstScores(int most)
{
    private readonly SortedSet<ImageScore> kept = new(Comparer<ImageScore>.Create((a, b) =>
        a.Score.CompareTo(b.Score) is var byScore and not 0 ? byScore : a.Index.CompareTo(b.Index)));

    /// <summary>The images, worst first.</summary>
    public IReadOnlyList<ImageScore> Sorted => [.. kept];

    /// <summary>Takes note of an image; one without a score is left out.</summary>
    public void Offer(ImageScore image)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (most == 0 || double.IsNaN(image.Score))
        {
            return;
        }

        kept.Add(image);
        if (kept.Count > most)
        {
            kept.Remove(kept.Max!);
        }
    }

    /// <summary>Takes note of what another remembers.</summary>
    public void Merge(WorstScores other)
    {
        ArgumentNullException.ThrowIfNull(other);
        foreach (var image in other.kept)
        {
            Offer(image);
        }
    }
}
