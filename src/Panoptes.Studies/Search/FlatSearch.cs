namespace Panoptes.Studies.Search;

/// <summary>A grid, or a random search: every trial is trained once, as long as its configuration says.</summary>
public sealed class FlatSearch : ISearch
{
    private readonly SearchConfig config;
    private readonly Ranking ranking;

    /// <summary>Prepares a search.</summary>
    /// <param name="config">Its settings; a grid or a random search.</param>
    /// <param name="higherIsBetter">Whether a higher number is better, as the evaluation says.</param>
    /// <exception cref="Foundation.InputException">A grid has no end.</exception>
    public FlatSearch(SearchConfig config, bool higherIsBetter)
    {
        ArgumentNullException.ThrowIfNull(config);
        this.config = config;
        ranking = new Ranking(higherIsBetter);
        Trials = TrialList.Of(config);
    }

    /// <inheritdoc/>
    public IReadOnlyList<Trial> Trials { get; }

    /// <inheritdoc/>
    public IReadOnlyList<TrialRung> Next(IReadOnlyList<RungResult> results, int capacity)
    {
        var pooled = RungResult.Pool(results);
        var known = pooled.Select(result => result.Trial).ToHashSet();
        return HasFailedTooOften(pooled)
            ? []
            : [.. Trials.Where(trial => !known.Contains(trial.Number)).Take(capacity).Select(trial => new TrialRung(trial.Number, 0))];
    }

    /// <inheritdoc/>
    public bool Admits(IReadOnlyList<RungResult> results, TrialRung next) =>
        next.Rung == 0 && next.Trial >= 0 && next.Trial < Trials.Count && results.All(result => result.Identity != next)
        && !HasFailedTooOften(RungResult.Pool(results));

    /// <inheritdoc/>
    public bool IsOver(IReadOnlyList<RungResult> results) =>
        RungResult.Pool(results).All(result => result.IsGood || result.IsBad) && Next(results, 1).Count == 0;

    /// <inheritdoc/>
    public BestTrial? Best(IReadOnlyList<RungResult> results) => ranking.Best(RungResult.Pool(results), Trials, StepsOf);

    /// <inheritdoc/>
    public string NameOf(TrialRung training) => TrialName.Of(training, hasRungs: false);

    /// <inheritdoc/>
    public TrialRung? Named(string recipe) => TrialName.Read(recipe, hasRungs: false);

    /// <inheritdoc/>
    public IReadOnlyList<string> OverridesOf(TrialRung training) => Trials[training.Trial].Overrides;

    /// <inheritdoc/>
    public long? StepsOf(int rung) => null;

    private bool HasFailedTooOften(IReadOnlyList<RungResult> pooled) => pooled.Count(result => result.IsBad) >= config.EarlyStopFailures;
}
