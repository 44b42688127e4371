namespace Panoptes.Studies.Search;

/// <summary>A point of the curve that shows what a search has found for what it has cost.</summary>
/// <param name="TotalSteps">Steps of all trainings that had ended by then, failed ones as well.</param>
/// <param name="Rung">The rung of the best so far.</param>
/// <param name="Best">The best number so far, of the highest rung on which anything was done.</param>
public sealed record BestSoFar(long TotalSteps, int Rung, double Best)
{
    /// <summary>
    /// The curve, in the order in which trainings ended; those of which that is not known come last, by trial and rung. Where a higher rung
    /// is reached the number may fall: that of a longer training counts instead.
    /// </summary>
    /// <param name="search">The search.</param>
    /// <param name="results">All trainings whose cells are there.</param>
    /// <param name="higherIsBetter">Whether a higher number is better.</param>
    /// <param name="steps">Steps of a training where there are no rungs and its result does not say.</param>
    public static IReadOnlyList<BestSoFar> Of(ISearch search, IReadOnlyList<RungResult> results, bool higherIsBetter, long steps)
    {
        ArgumentNullException.ThrowIfNull(search);
        var curve = new List<BestSoFar>();
        var (total, rung, best) = (0L, -1, double.NaN);
        var ended = RungResult.Pool(results)
            .Where(result => result.IsGood || result.IsBad)
            .OrderBy(result => result.Ended ?? DateTime.MaxValue);
        foreach (var result in ended)
        {
            total += result.Steps ?? search.StepsOf(result.Rung) ?? steps;
            var isBetter = higherIsBetter ? result.Metric > best : result.Metric < best;
            if (result.IsGood && (result.Rung > rung || (result.Rung == rung && isBetter)))
            {
                (rung, best) = (result.Rung, result.Metric!.Value);
            }

            if (rung >= 0)
            {
                curve.Add(new BestSoFar(total, rung, best));
            }
        }

        return curve;
    }
}
