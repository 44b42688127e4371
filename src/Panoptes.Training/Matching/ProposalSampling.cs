namespace Panoptes.Training.Matching;

/// <summary>
/// The boxes of an image that learn: so many, of which no more than a share are objects' own (Ren et al. 2015, section 3.1.3;
/// detectron2/modeling/sampling.py).
/// </summary>
public static class ProposalSampling
{
    /// <summary>Draws them. Where objects' own are fewer than their share, background takes their places.</summary>
    /// <param name="labels">
    /// What every box is: <see cref="ProposalMatcher.Foreground"/>, <see cref="ProposalMatcher.Background"/>, or
    /// <see cref="ProposalMatcher.Neither"/>, which is never drawn.
    /// </param>
    /// <param name="most">How many are drawn at most, at least 0.</param>
    /// <param name="share">The largest share of objects' own, 0 to 1.</param>
    /// <param name="order">
    /// Permutes the numbers from 0 to one less than what it is given: candidates are taken in that order. Asked first for objects' own,
    /// then for background.
    /// </param>
    /// <returns>Places in <paramref name="labels"/>: objects' own and background, in the order drawn.</returns>
    public static (int[] Own, int[] Others) Draw(IReadOnlyList<sbyte> labels, int most, double share, Func<int, int[]> order)
    {
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(order);
        ArgumentOutOfRangeException.ThrowIfNegative(most);
        int[] Of(sbyte label) => [.. Enumerable.Range(0, labels.Count).Where(k => labels[k] == label)];
        var own = First(Of(ProposalMatcher.Foreground), (int)(most * share), order);
        return (own, First(Of(ProposalMatcher.Background), most - own.Length, order));
    }

    private static int[] First(int[] candidates, int most, Func<int, int[]> order) =>
        [.. order(candidates.Length).Take(most).Select(place => candidates[place])];
}
