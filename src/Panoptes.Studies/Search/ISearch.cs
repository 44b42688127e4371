namespace Panoptes.Studies.Search;

/// <summary>
/// What a search begins next. It keeps nothing: the same results give the same answer to whoever asks, in whichever order they are listed.
/// </summary>
public interface ISearch
{
    /// <summary>Its trials.</summary>
    IReadOnlyList<Trial> Trials { get; }

    /// <summary>
    /// What is to be begun. Members that see different results may decide on different trainings; those that decide on the same one mean
    /// the same cell. What was decided is begun once its cell is there, and counts as <see cref="RungState.Open"/> from then on.
    /// </summary>
    /// <param name="results">All trainings whose cells are there, with what is known of them.</param>
    /// <param name="capacity">How many to begin at most.</param>
    /// <returns>The most urgent first; empty where there is nothing to begin until more is done, or never.</returns>
    IReadOnlyList<TrialRung> Next(IReadOnlyList<RungResult> results, int capacity);

    /// <summary>
    /// Whether a training that was decided on, perhaps from older results, may still be added. Asked under a lease or in a transaction with
    /// the adding itself, it keeps what is added within the budget however old the results were. An answer of yes to one of two trainings
    /// says nothing of the other once the first is there.
    /// </summary>
    /// <param name="results">All trainings whose cells are there now.</param>
    /// <param name="next">The training.</param>
    bool Admits(IReadOnlyList<RungResult> results, TrialRung next);

    /// <summary>Whether nothing is open, and nothing is left to begin.</summary>
    bool IsOver(IReadOnlyList<RungResult> results);

    /// <summary>The best so far, of those trained longest; null where nothing is done.</summary>
    BestTrial? Best(IReadOnlyList<RungResult> results);

    /// <summary>What the cell's recipe is called, such as <c>t0007</c>, or <c>t0007-r1</c> with rungs.</summary>
    string NameOf(TrialRung training);

    /// <summary>The training of a recipe's name; null for a recipe of another kind.</summary>
    TrialRung? Named(string recipe);

    /// <summary>The settings of a training as overrides: its trial's, and with rungs its steps.</summary>
    IReadOnlyList<string> OverridesOf(TrialRung training);

    /// <summary>The steps of a rung; null where trials have those of their configuration.</summary>
    long? StepsOf(int rung);
}
