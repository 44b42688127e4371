namespace Panoptes.Training.Matching;

/// <summary>Which query answers for which true mask of one image.</summary>
/// <param name="Queries">Matched queries, ascending.</param>
/// <param name="Masks">The place of each one's mask in <see cref="MaskTruth.Masks"/>.</param>
public sealed record ImageMatch(IReadOnlyList<int> Queries, IReadOnlyList<int> Masks)
{
    /// <summary>How many there are.</summary>
    public int Count => Queries.Count;
}
