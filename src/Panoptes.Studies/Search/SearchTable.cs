namespace Panoptes.Studies.Search;

/// <summary>
/// The trials of a search by result. Those trained longer stand before those trained shorter, whatever their numbers: numbers of different
/// lengths cannot be compared. Open ones and failed ones stand last.
/// </summary>
public sealed record SearchTable
{
    /// <summary>The settings that trials differ in, by path: the table's columns.</summary>
    public required IReadOnlyList<string> Settings { get; init; }

    /// <summary>The trials.</summary>
    public required IReadOnlyList<SearchRow> Rows { get; init; }

    /// <summary>Trainings that failed, of all rungs.</summary>
    public required int Failed { get; init; }

    /// <summary>Makes the table.</summary>
    /// <param name="search">The search.</param>
    /// <param name="results">All trainings whose cells are there.</param>
    /// <param name="higherIsBetter">Whether a higher number is better.</param>
    public static SearchTable Of(ISearch search, IReadOnlyList<RungResult> results, bool higherIsBetter)
    {
        ArgumentNullException.ThrowIfNull(search);
        var pooled = RungResult.Pool(results).Where(result => result.Trial < search.Trials.Count).ToList();
        var sign = higherIsBetter ? -1 : 1;
        var rows = pooled.GroupBy(result => result.Trial).Select(trial => Row(search, [.. trial]));
        return new SearchTable
        {
            Settings = [.. search.Trials.SelectMany(trial => trial.Settings)
                .Select(setting => setting.Path)
                .Distinct()
                .Order(StringComparer.Ordinal)],
            Rows = [.. rows.OrderBy(row => Group(row.State)).ThenByDescending(row => row.Rung).ThenBy(row => sign * row.Metric)
                .ThenBy(row => row.Trial.Number)],
            Failed = pooled.Count(result => result.IsBad),
        };
    }

    private static SearchRow Row(ISearch search, IReadOnlyList<RungResult> trial)
    {
        var shown = trial.Where(result => result.IsGood).MaxBy(result => result.Rung) ?? trial.MaxBy(result => result.Rung)!;
        return new SearchRow(
            search.Trials[shown.Trial], shown.Rung, search.StepsOf(shown.Rung),
            shown.IsBad ? RungState.Failed : shown.State, shown.IsGood ? shown.Metric : null);
    }

    private static int Group(RungState state) => state switch
    {
        RungState.Done => 0,
        RungState.Open => 1,
        _ => 2,
    };
}
