namespace Panoptes.Studies.Search;

/// <summary>Orders results from the best to the worst; equal ones by trial.</summary>
/// <param name="HigherIsBetter">Whether a higher number is better.</param>
internal readonly record struct Ranking(bool HigherIsBetter)
{
    /// <summary>The good ones of a rung, the best first.</summary>
    public IReadOnlyList<RungResult> Of(IEnumerable<RungResult> results, int rung)
    {
        var sign = HigherIsBetter ? -1 : 1;
        return [.. results.Where(result => result.Rung == rung && result.IsGood)
            .OrderBy(result => sign * result.Metric)
            .ThenBy(result => result.Trial)];
    }

    /// <summary>The best of the highest rung on which anything is done.</summary>
    public BestTrial? Best(IReadOnlyList<RungResult> pooled, IReadOnlyList<Trial> trials, Func<int, long?> steps)
    {
        var good = pooled.Where(result => result.IsGood && result.Trial < trials.Count).ToList();
        if (good.Count == 0)
        {
            return null;
        }

        var top = Of(good, good.Max(result => result.Rung));
        return new BestTrial(trials[top[0].Trial], top[0].Rung, steps(top[0].Rung), top[0].Metric!.Value, top.Count);
    }
}
