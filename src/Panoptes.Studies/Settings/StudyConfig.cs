using Panoptes.Data.Synthetic;
using Panoptes.Experiments.Configuration;
using Panoptes.Foundation;
using Panoptes.Studies.Launchers;
using Panoptes.Studies.Leases;
using Panoptes.Studies.Search;

namespace Panoptes.Studies.Settings;

/// <summary>A study: every model with every recipe on every data with every seed, but for what its conditions leave out.</summary>
public sealed record StudyConfig : IValidated
{
    /// <summary>Its name, which becomes a folder; null for the name of its file.</summary>
    public string? Name { get; init; }

    /// <summary>Its title, one line.</summary>
    public string Title { get; init; } = "";

    /// <summary>What it is to find out, a paragraph.</summary>
    public string About { get; init; } = "";

    /// <summary>The folder that takes studies; this one is below it, under its name.</summary>
    public string Folder { get; init; } = "studies";

    /// <summary>
    /// Street scenes that the study draws for itself, in place of the data that its configurations name (<c>data.root</c>); null for none.
    /// </summary>
    public SyntheticFolderConfig? Scenes { get; init; }

    /// <summary>Its data; empty for those of the models' configurations.</summary>
    public IReadOnlyList<VariantConfig> Data { get; init; } = [];

    /// <summary>Its models, at least one.</summary>
    public IReadOnlyList<ModelVariantConfig> Models { get; init; } = [];

    /// <summary>Its recipes; empty for the models' configurations as they are.</summary>
    public IReadOnlyList<VariantConfig> Recipes { get; init; } = [];

    /// <summary>A search over settings, whose trials take the place of recipes; null for none.</summary>
    public SearchConfig? Search { get; init; }

    /// <summary>Its seeds.</summary>
    public IReadOnlyList<long> Seeds { get; init; } = [0];

    /// <summary>Settings of all cells; they win over those of models, recipes and data.</summary>
    public IReadOnlyList<string> Set { get; init; } = [];

    /// <summary>Cells that are left out.</summary>
    public IReadOnlyList<ConditionConfig> Conditions { get; init; } = [];

    /// <summary>The recipe that others are compared with; null for the first.</summary>
    public string? Reference { get; init; }

    /// <summary>
    /// Settings whose difference between recipes is intended, beside those that recipes set; a path stands for all below it.
    /// </summary>
    public IReadOnlyList<string> Declared { get; init; } = [];

    /// <summary>The split that cells are judged on: <c>val</c> or <c>test</c>.</summary>
    public string Split { get; init; } = "val";

    /// <summary>The number that cells are judged by, such as <c>pq</c>; null for the first of the evaluation.</summary>
    public string? Metric { get; init; }

    /// <summary>A further number that progress tables show; null for the second of the evaluation.</summary>
    public string? SecondMetric { get; init; }

    /// <summary>The value to which time is measured, in the metric's own unit; null for the best that all compared recipes reach.</summary>
    public double? Target { get; init; }

    /// <summary>
    /// The band within which a difference says nothing, in the metric's own unit (0.01 is a point), where repeated seeds do not measure it.
    /// </summary>
    public double AssumedNoise { get; init; } = 0.01;

    /// <summary>Over which setting a best value is sought, and whether it depends on another one; null for none.</summary>
    public TrendConfig? Trend { get; init; }

    /// <summary>Whether a group works at it: folders are made so that its members may write, whatever their umask says.</summary>
    public bool Shared { get; init; }

    /// <summary>What it may cost.</summary>
    public BudgetConfig Budget { get; init; } = new();

    /// <summary>How cells are leased.</summary>
    public LeaseConfig Leases { get; init; } = new();

    /// <summary>
    /// Where its index is: null for SQLite in its folder, the path of a file for SQLite there, or PostgreSQL:
    /// <c>postgres://user@host/database</c> or <c>Host=...;Username=...</c>.
    /// </summary>
    public string? Store { get; init; }

    /// <summary>What carries cells out.</summary>
    public LauncherConfig Launcher { get; init; } = new();

    /// <summary>Checks the whole study.</summary>
    /// <exception cref="InputException">A setting is out of range, or a name is there twice or not at all.</exception>
    public void Validate()
    {
        Require.That(Models.Count > 0, "models", "none", "at least one, with its configuration", "add models");
        CellNames.Require("name", Name ?? "study");
        RequireNames("data", Data);
        RequireNames("models", Models);
        RequireNames("recipes", Recipes);
        foreach (var model in Models)
        {
            Require.That(
                model.Config.Length > 0, "models.config", $"none for {model.Name}", "a YAML file", "name the model's configuration");
        }

        Require.That(Seeds.Count > 0, "seeds", "none", "at least one", "add seeds");
        Require.That(Seeds.Distinct().Count() == Seeds.Count, "seeds", "one twice", "different seeds", "remove it");
        Require.That(
            Reference is null || Recipes.Any(recipe => recipe.Name == Reference), "reference", Reference,
            $"one of the recipes ({string.Join(", ", Recipes.Select(recipe => recipe.Name))})", "correct the name");
        Require.That(Split is "val" or "test", "split", Split, "val or test");
        Require.Positive("assumed_noise", AssumedNoise);
        RequireConditions();
        RequireSearch();
        RequireTrend();
        Budget.Validate();
        Leases.Validate();
        Launcher.Validate();
    }

    private void RequireSearch()
    {
        if (Search is null)
        {
            return;
        }

        Search.Validate();
        Require.That(
            Recipes.Count == 0, "recipes", $"{Recipes.Count} beside a search", "none", "its trials take their place: remove recipes");
        Require.That(
            Models.Count == 1 && Data.Count < 2, "models", $"{Models.Count} models and {Data.Count} data sets in a search", "one of each",
            "search each by a study of its own: numbers of different ones rank no settings");
        Require.That(
            Metric is null || Search.Metric is null || Metric == Search.Metric, "search.metric", Search.Metric,
            $"metric, {Metric}, or none",
            "leave it out");
    }

    private void RequireTrend()
    {
        if (Trend is not null)
        {
            Trend.Validate();
            RequireKnown("trend.without", Trend.Without, Recipes);
        }
    }

    private static void RequireNames(string axis, IEnumerable<VariantConfig> values)
    {
        foreach (var group in values.GroupBy(value => value.Name))
        {
            CellNames.Require($"{axis}.name", group.Key);
            Require.That(group.Count() == 1, $"{axis}.name", $"two called '{group.Key}'", "names that differ", "rename one");
        }
    }

    private void RequireConditions()
    {
        foreach (var condition in Conditions)
        {
            Require.That(condition.Reason.Length > 0, "conditions.reason", "none", "why cells are left out", "add a sentence");
            RequireKnown("conditions.models", condition.Models, Models);
            RequireKnown("conditions.recipes", condition.Recipes, Recipes);
            RequireKnown("conditions.data", condition.Data, Data);
        }
    }

    private static void RequireKnown(string setting, IReadOnlyList<string> names, IEnumerable<VariantConfig> values)
    {
        string[] known = [.. values.Select(value => value.Name)];
        if (names.FirstOrDefault(name => !known.Contains(name)) is { } unknown)
        {
            throw new InputException(
                setting, $"'{unknown}'", known.Length == 0 ? "none, as there are none to name" : $"one of {string.Join(", ", known)}",
                NearestName.Of(unknown, known) is { } near ? $"did you mean '{near}'?" : "correct the name");
        }
    }
}
