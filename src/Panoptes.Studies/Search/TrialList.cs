using System.Collections;
using Panoptes.Foundation;

namespace Panoptes.Studies.Search;

/// <summary>
/// The trials of a search, a pure function of its settings: members need not talk to know them, and a longer list begins with the shorter
/// one. A grid goes by the paths of its settings, those that others depend on first; the last setting changes fastest, values in the order
/// in which they are written. Of random draws, those that have been before are passed over.
/// </summary>
public sealed class TrialList : IReadOnlyList<Trial>
{
    /// <summary>The most trials that a search may have.</summary>
    public const int Most = 100_000;

    // So many draws in a row without a new one mean that there is none: of even chances the last one is missed with probability e^-50.
    private const int DrawsForEach = 50;
    private const int MostDraws = 1_000_000;
    private const long ShuffleKey = 0x5EA7;

    private readonly IReadOnlyList<Trial> trials;

    private TrialList(IReadOnlyList<Trial> trials) => this.trials = trials;

    /// <inheritdoc/>
    public int Count => trials.Count;

    /// <inheritdoc/>
    public Trial this[int index] => trials[index];

    /// <summary>
    /// The trials of a search; fewer than it asks for where there are not as many different ones, or where the budget of a halving does not
    /// reach for the trainings of all.
    /// </summary>
    /// <param name="config">The search.</param>
    /// <exception cref="InputException">A grid has no end.</exception>
    public static TrialList Of(SearchConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        var space = SearchSpace.Of(config);
        var affordable = config is { Halving: { } halving, BudgetSteps: { } budget } ? Rungs.Of(halving).TrialsWithin(budget) : Most;
        var most = (int)Math.Min(config.Trials ?? Most, Math.Min(affordable, Most));
        var settings = config.Method == SearchMethod.Grid ? Grid(config, space).Take(most) : Drawn(space, most);
        return new TrialList([.. settings.Select((setting, number) => new Trial(number, setting))]);
    }

    /// <inheritdoc/>
    public IEnumerator<Trial> GetEnumerator() => trials.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static IReadOnlyList<TrialSetting>[] Grid(SearchConfig config, SearchSpace space)
    {
        IReadOnlyList<TrialSetting>[] grid = [.. space.Grid()];
        if (config.Shuffle)
        {
            new SeededRandom(config.Seed, ShuffleKey).Shuffle(grid.AsSpan());
        }

        return grid;
    }

    private static IEnumerable<IReadOnlyList<TrialSetting>> Drawn(SearchSpace space, int wanted)
    {
        var all = space.Count();
        var patience = Math.Min(MostDraws, DrawsForEach * (all ?? Most));
        var seen = new HashSet<string>();
        var inVain = 0;
        for (var number = 0L; seen.Count < Math.Min(wanted, all ?? wanted) && inVain < patience; number++)
        {
            var settings = space.Draw(number);
            if (seen.Add(string.Join('\n', settings)))
            {
                inVain = 0;
                yield return settings;
            }
            else
            {
                inVain++;
            }
        }
    }
}
