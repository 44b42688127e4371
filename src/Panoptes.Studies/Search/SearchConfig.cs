using Panoptes.Foundation;

namespace Panoptes.Studies.Search;

/// <summary>A search over settings, the <c>search:</c> of a study: each trial takes the place of a recipe.</summary>
public sealed record SearchConfig
{
    private const string StepsSetting = "train.steps";

    /// <summary>How settings are searched.</summary>
    public SearchMethod Method { get; init; }

    /// <summary>
    /// Trials at most. A random search needs it, halving needs it or a budget; of a grid null takes all. Raising it later keeps the trials
    /// that there are.
    /// </summary>
    public int? Trials { get; init; }

    /// <summary>The seed of what is drawn; not that of any training.</summary>
    public long Seed { get; init; }

    /// <summary>Whether a grid is gone through in a random order rather than in that of its values.</summary>
    public bool Shuffle { get; init; }

    /// <summary>What is searched: settings by path, such as <c>train.optimizer.learning_rate</c>, and what each may be.</summary>
    public IReadOnlyDictionary<string, SettingDistribution> Space { get; init; } = new Dictionary<string, SettingDistribution>();

    /// <summary>
    /// The number that trials are judged by, such as <c>pq</c>; null for the first of the evaluation. Whether higher is better, the
    /// evaluation says.
    /// </summary>
    public string? Metric { get; init; }

    /// <summary>The rungs of halving, which it needs; null for other methods.</summary>
    public HalvingConfig? Halving { get; init; }

    /// <summary>Steps of all trainings of a halving together, at most, for each seed; null for what its trials come to.</summary>
    public long? BudgetSteps { get; init; }

    /// <summary>Failed trainings after which no more are begun, such as 10 where most are thought to work; null for any number.</summary>
    public int? EarlyStopFailures { get; init; }

    /// <summary>Checks the search.</summary>
    /// <exception cref="InputException">A setting is out of range or contradicts another; names it below <c>search</c>.</exception>
    public void Validate()
    {
        ValidateSpace();
        Require.That(Trials is null or (> 0 and <= TrialList.Most), "search.trials", Trials, $"a number from 1 to {TrialList.Most}");
        Require.That(
            EarlyStopFailures is null or > 0, "search.early_stop_failures", EarlyStopFailures, "at least 1, or null",
            "correct it, or leave it out");
        Require.That(!Shuffle || Method == SearchMethod.Grid, "search.shuffle", Shuffle, "false but for a grid", "remove it");
        Require.That(
            Method != SearchMethod.Random || Trials is not null, "search.trials", "none", "how many are drawn", "add search.trials");
        if (Method == SearchMethod.Halving)
        {
            ValidateHalving();
        }
        else
        {
            Require.That(
                Halving is null, "search.halving", $"one with method {Method.ToString().ToLowerInvariant()}", "none",
                "remove it, or set method to halving");
            Require.That(
                BudgetSteps is null, "search.budget_steps", BudgetSteps, "none but for halving, which alone knows steps beforehand",
                "remove it, and set search.trials");
        }

        if (Method == SearchMethod.Grid)
        {
            _ = SearchSpace.Of(this).Grid();
        }
    }

    private void ValidateSpace()
    {
        Require.That(Space.Count > 0, "search.space", "no setting", "at least one", "add settings with what each may be");
        foreach (var (path, distribution) in Space)
        {
            var name = $"search.space.{path}";
            Require.That(
                path.Split('.').All(part => part.Length > 0) && !path.Any(letter => letter == '=' || char.IsWhiteSpace(letter)),
                name, $"'{path}'", "a setting's path, such as train.optimizer.learning_rate", "correct it");
            distribution.Validate(name);
            foreach (var (other, value) in distribution.When)
            {
                ValidateCondition($"{name}.when", other, value);
            }
        }

        _ = SearchSpace.Of(this);
    }

    private void ValidateCondition(string name, string other, string value)
    {
        if (!Space.TryGetValue(other, out var parent) || !parent.IsChoice)
        {
            string[] known = [.. Space.Where(setting => setting.Value.IsChoice).Select(setting => setting.Key)];
            throw new InputException(
                name, $"'{other}'", $"a setting of the space that has values ({string.Join(", ", known)})",
                NearestName.Of(other, known) is { } near ? $"did you mean '{near}'?" : "name one of them");
        }

        Require.That(
            parent.Values.Contains(value), $"{name}.{other}", $"'{value}'", $"one of its values ({string.Join(", ", parent.Values)})",
            "write it as it stands there");
    }

    private void ValidateHalving()
    {
        Require.That(Halving is not null, "search.halving", "none", "least_steps, most_steps and factor", "add search.halving");
        Halving!.Validate("search.halving");
        Require.That(
            !Space.ContainsKey(StepsSetting), $"search.space.{StepsSetting}", "a range", "none: rungs set it", "remove it");
        Require.That(
            Trials is not null || BudgetSteps is not null, "search.trials", "neither trials nor budget_steps", "one of them", "add one");
        var rungs = Rungs.Of(Halving);
        Require.That(
            Trials is null || Trials >= rungs.TrialsToTheTop, "search.trials", Trials,
            $"at least {rungs.TrialsToTheTop}, of which one reaches {Halving.MostSteps} steps", "raise it, or begin with more least_steps");
        Require.That(
            BudgetSteps is null || BudgetSteps >= rungs.StepsToTheTop, "search.budget_steps", BudgetSteps,
            $"at least {rungs.StepsToTheTop}, with which one trial reaches {Halving.MostSteps} steps",
            "raise it, or begin with more least_steps");
    }
}
