using System.Globalization;

namespace Panoptes.Studies.Search;

/// <summary>
/// Asynchronous successive halving (ASHA: Li et al. 2020, "A System for Massively Parallel Hyperparameter Tuning", algorithm 2). Whoever is
/// free takes the best trial that may go up a rung, looking from the top rung down: one among the best 1/factor of those that have ended
/// on theirs, and not on the next one yet. Where there is none, a new trial begins on the lowest rung. Nobody waits for anybody. Trainings
/// that failed have ended as the worst.
///
/// Other than in the paper, never more than 1/factor of those that have ended on a rung go up. There, one that goes up while it is among
/// the best and falls behind later makes room for another; here its place is taken. So the steps of a number of trials are bounded, and a
/// budget is a number of trials: see docs/decisions/search.md.
/// </summary>
public sealed class HalvingSearch : ISearch
{
    private readonly SearchConfig config;
    private readonly Ranking ranking;

    /// <summary>Prepares a search.</summary>
    /// <param name="config">Its settings, with halving.</param>
    /// <param name="higherIsBetter">Whether a higher number is better, as the evaluation says.</param>
    public HalvingSearch(SearchConfig config, bool higherIsBetter)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(config.Halving);
        this.config = config;
        ranking = new Ranking(higherIsBetter);
        Rungs = Rungs.Of(config.Halving);
        Trials = TrialList.Of(config);
    }

    /// <summary>Its rungs.</summary>
    public Rungs Rungs { get; }

    /// <inheritdoc/>
    public IReadOnlyList<Trial> Trials { get; }

    /// <inheritdoc/>
    public IReadOnlyList<TrialRung> Next(IReadOnlyList<RungResult> results, int capacity)
    {
        var pooled = RungResult.Pool(results);
        var known = pooled.Select(result => result.Identity).ToHashSet();
        var next = new List<TrialRung>();
        while (next.Count < capacity && !HasFailedTooOften(pooled) && (Promotion(pooled, known) ?? NewTrial(known)) is { } training)
        {
            known.Add(training);
            next.Add(training);
        }

        return next;
    }

    /// <inheritdoc/>
    public bool Admits(IReadOnlyList<RungResult> results, TrialRung next)
    {
        var pooled = RungResult.Pool(results);
        var known = pooled.Select(result => result.Identity).ToHashSet();
        return next.Trial >= 0 && next.Trial < Trials.Count && next.Rung >= 0 && next.Rung < Rungs.Count && !known.Contains(next)
            && !HasFailedTooOften(pooled) && (next.Rung == 0 || PlacesAbove(next.Rung - 1, pooled, known) > 0);
    }

    /// <inheritdoc/>
    public bool IsOver(IReadOnlyList<RungResult> results) =>
        RungResult.Pool(results).All(result => result.IsGood || result.IsBad) && Next(results, 1).Count == 0;

    /// <inheritdoc/>
    public BestTrial? Best(IReadOnlyList<RungResult> results) => ranking.Best(RungResult.Pool(results), Trials, StepsOf);

    /// <inheritdoc/>
    public string NameOf(TrialRung training) => TrialName.Of(training, hasRungs: true);

    /// <inheritdoc/>
    public TrialRung? Named(string recipe) => TrialName.Read(recipe, hasRungs: true);

    /// <inheritdoc/>
    public IReadOnlyList<string> OverridesOf(TrialRung training) =>
        [.. Trials[training.Trial].Overrides, string.Create(CultureInfo.InvariantCulture, $"train.steps={Rungs.Steps[training.Rung]}")];

    /// <inheritdoc/>
    public long? StepsOf(int rung) => Rungs.Steps[rung];

    private TrialRung? Promotion(IReadOnlyList<RungResult> pooled, HashSet<TrialRung> known)
    {
        for (var rung = Rungs.Count - 2; rung >= 0; rung--)
        {
            if (PlacesAbove(rung, pooled, known) <= 0)
            {
                continue;
            }

            foreach (var result in ranking.Of(pooled, rung).Take(Ended(rung, pooled) / Rungs.Factor))
            {
                if (new TrialRung(result.Trial, rung + 1) is var up && !known.Contains(up))
                {
                    return up;
                }
            }
        }

        return null;
    }

    // Places on the next rung that nobody has taken.
    private int PlacesAbove(int rung, IReadOnlyList<RungResult> pooled, HashSet<TrialRung> known) =>
        (Ended(rung, pooled) / Rungs.Factor) - known.Count(training => training.Rung == rung + 1);

    private static int Ended(int rung, IReadOnlyList<RungResult> pooled) =>
        pooled.Count(result => result.Rung == rung && (result.IsGood || result.IsBad));

    private TrialRung? NewTrial(HashSet<TrialRung> known) =>
        Trials.Select(trial => new TrialRung(trial.Number, 0))
            .Where(training => !known.Contains(training))
            .Cast<TrialRung?>()
            .FirstOrDefault();

    private bool HasFailedTooOften(IReadOnlyList<RungResult> pooled) => pooled.Count(result => result.IsBad) >= config.EarlyStopFailures;
}
