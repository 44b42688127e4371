using Panoptes.Metrics.Exchange;
using Panoptes.Metrics.Rankings;

namespace Panoptes.Training.Evaluation;

/// <summary>Remembers the few images with the lowest scores; the same ones in whatever order they come.</summary>
/// <param name="most">How many, at least 0.</param>
public sealed class WorstScores(int most)
{
    private readonly FirstFew<ImageScore> kept = new(most, (a, b) =>
        a.Score.CompareTo(b.Score) is var byScore and not 0 ? byScore : a.Index.CompareTo(b.Index));

    /// <summary>The images, worst first.</summary>
    public IReadOnlyList<ImageScore> Sorted => kept.Sorted;

    /// <summary>Takes note of an image; one without a score is left out.</summary>
    public void Offer(ImageScore image)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (!double.IsNaN(image.Score))
        {
            kept.Offer(image);
        }
    }

    /// <summary>Takes note of what another remembers.</summary>
    public void Merge(WorstScores other)
    {
        ArgumentNullException.ThrowIfNull(other);
        kept.Merge(other.kept);
    }

    /// <summary>Writes what is remembered for another process.</summary>
    public void Write(BinaryWriter writer) => writer.WriteEach(Sorted, (to, image) => image.Write(to));

    /// <summary>Takes note of what another process remembers, by <see cref="Write"/>.</summary>
    /// <exception cref="InvalidDataException">They are no images.</exception>
    /// <exception cref="EndOfStreamException">The bytes end early.</exception>
    public void MergeFrom(BinaryReader reader)
    {
        foreach (var image in reader.ReadEach(ImageScore.Read))
        {
            Offer(image);
        }
    }
}
