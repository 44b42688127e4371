using Panoptes.Foundation;

namespace Panoptes.Studies.Search;

/// <summary>Settings in the order in which they are decided: those that others depend on first, else by path.</summary>
internal sealed class SearchSpace
{
    private readonly IReadOnlyList<(string Path, SettingDistribution Distribution)> settings;
    private readonly SearchConfig config;

    private SearchSpace(SearchConfig config, IReadOnlyList<(string Path, SettingDistribution Distribution)> settings) =>
        (this.config, this.settings) = (config, settings);

    /// <summary>The space of a search.</summary>
    /// <exception cref="InputException">Settings wait for each other in a circle.</exception>
    public static SearchSpace Of(SearchConfig config)
    {
        var left = config.Space.OrderBy(setting => setting.Key, StringComparer.Ordinal).ToList();
        var settings = new List<(string, SettingDistribution)>();
        while (left.Count > 0)
        {
            var next = left.FindIndex(setting => setting.Value.When.Keys.All(other => left.All(waiting => waiting.Key != other)));
            if (next < 0)
            {
                throw new InputException(
                    "search.space", $"settings that wait for each other ({string.Join(", ", left.Select(setting => setting.Key))})",
                    "conditions that do not go in a circle", "remove one 'when:'");
            }

            settings.Add((left[next].Key, left[next].Value));
            left.RemoveAt(next);
        }

        return new SearchSpace(config, settings);
    }

    /// <summary>The draw of a number: each setting has a random generator of its own, so that others may come and go.</summary>
    public IReadOnlyList<TrialSetting> Draw(long number)
    {
        var drawn = new List<TrialSetting>(settings.Count);
        foreach (var (path, distribution) in settings.Where(setting => Applies(setting.Distribution, drawn)))
        {
            var random = new SeededRandom(config.Seed, number, (long)StableHash.Of(path.AsSpan()));
            drawn.Add(new TrialSetting(path, distribution.Draw(random)));
        }

        return drawn;
    }

    /// <summary>Every combination in order: the last setting changes fastest.</summary>
    /// <exception cref="InputException">A setting has no end of values, or there are too many combinations.</exception>
    public IReadOnlyList<IReadOnlyList<TrialSetting>> Grid()
    {
        foreach (var (path, distribution) in settings)
        {
            Require.That(
                distribution.Points() is not null, $"search.space.{path}", "numbers without end",
                "values, or a range with a step, in a grid", "add a step, or search at random");
        }

        return Combinations() ?? throw new InputException(
            "search.space", $"more than {TrialList.Most} combinations", $"at most {TrialList.Most} in a grid", "search at random");
    }

    /// <summary>How many different trials there are; null where they are without end or more than can be listed.</summary>
    public int? Count() => settings.All(setting => setting.Distribution.Points() is not null) ? Combinations()?.Count : null;

    private List<IReadOnlyList<TrialSetting>>? Combinations()
    {
        List<IReadOnlyList<TrialSetting>> all = [[]];
        foreach (var (path, distribution) in settings)
        {
            var points = distribution.Points()!;
            var next = new List<IReadOnlyList<TrialSetting>>();
            foreach (var above in all)
            {
                if (next.Count > TrialList.Most)
                {
                    return null;
                }

                next.AddRange(Applies(distribution, above) ? points.Select(point => Plus(above, new TrialSetting(path, point))) : [above]);
            }

            all = next;
        }

        return all.Count > TrialList.Most ? null : all;
    }

    private static IReadOnlyList<TrialSetting> Plus(IReadOnlyList<TrialSetting> above, TrialSetting setting) => [.. above, setting];

    private static bool Applies(SettingDistribution distribution, IReadOnlyList<TrialSetting> decided) =>
        distribution.When.All(condition => decided.Any(setting => setting.Path == condition.Key && setting.Value == condition.Value));
}
