namespace Panoptes.Studies.Search;

/// <summary>What has become of a training of a search.</summary>
/// <param name="Trial">The trial's number.</param>
/// <param name="Rung">The rung.</param>
/// <param name="State">How far it is.</param>
/// <param name="Metric">The number that it is judged by. One that is done without a finite number counts as failed.</param>
public sealed record RungResult(int Trial, int Rung, RungState State, double? Metric = null)
{
    /// <summary>Steps that were trained; null for the rung's.</summary>
    public long? Steps { get; init; }

    /// <summary>When it ended (UTC); null where that is not known.</summary>
    public DateTime? Ended { get; init; }

    /// <summary>Which training it is.</summary>
    public TrialRung Identity => new(Trial, Rung);

    /// <summary>Whether it has a result that counts.</summary>
    public bool IsGood => State == RungState.Done && Metric is { } metric && double.IsFinite(metric);

    /// <summary>Whether it will never have one.</summary>
    public bool IsBad => State == RungState.Failed || (State == RungState.Done && !IsGood);

    /// <summary>
    /// One result for each training, by trial and rung, where results may be those of several seeds: bad where one of them is, else open
    /// where one is, else done with the mean of their numbers.
    /// </summary>
    public static IReadOnlyList<RungResult> Pool(IEnumerable<RungResult> results) =>
        [.. results.GroupBy(result => result.Identity).OrderBy(group => group.Key.Trial).ThenBy(group => group.Key.Rung).Select(Pooled)];

    private static RungResult Pooled(IGrouping<TrialRung, RungResult> group)
    {
        // Sums of numbers depend on their order in the last digits, so it is made the same for everybody.
        var all = group.OrderBy(result => result.Metric).ThenBy(result => result.Steps).ToList();
        var state = all.Any(result => result.IsBad) ? RungState.Failed
            : all.Any(result => result.State == RungState.Open) ? RungState.Open
            : RungState.Done;
        return all.Count == 1 ? all[0] with { State = state } : new RungResult(group.Key.Trial, group.Key.Rung, state)
        {
            Metric = state == RungState.Done ? all.Average(result => result.Metric) : null,
            Steps = all.Any(result => result.Steps is null) ? null : all.Sum(result => result.Steps),
            Ended = all.Any(result => result.Ended is null) ? null : all.Max(result => result.Ended),
        };
    }
}
