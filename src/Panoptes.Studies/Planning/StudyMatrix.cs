using System.Globalization;
using Panoptes.Data.Configuration;
using Panoptes.Experiments.Configuration;
using Panoptes.Experiments.Recipes;
using Panoptes.Experiments.Runs;
using Panoptes.Experiments.Settings;
using Panoptes.Foundation;
using Panoptes.Studies.Cells;
using Panoptes.Studies.Settings;

namespace Panoptes.Studies.Planning;

/// <summary>Makes the cells of a study: each value of each axis with each of the others.</summary>
public sealed class StudyMatrix
{
    /// <summary>The name of the recipe of a study that has none: the configurations as they are.</summary>
    public const string AsItIs = "as-is";

    private const int ShortId = 8;
    private readonly StudyConfig study;
    private readonly string directory;
    private readonly string? scenes;
    private readonly IReadOnlyList<VariantConfig> recipes;
    private readonly Dictionary<string, string> contents = [];

    /// <summary>Makes it.</summary>
    /// <param name="study">The study.</param>
    /// <param name="directory">The folder that its models' configurations are relative to: that of its file.</param>
    /// <param name="scenes">The folder of the scenes that it draws for itself.</param>
    /// <param name="trials">The trials of a search as recipes; null for the recipes that the study names.</param>
    public StudyMatrix(StudyConfig study, string directory, string scenes, IReadOnlyList<VariantConfig>? trials = null)
    {
        ArgumentNullException.ThrowIfNull(study);
        recipes = trials ?? (study.Recipes.Count == 0 ? [new VariantConfig { Name = AsItIs }] : study.Recipes);
        (this.study, this.directory, this.scenes) = (study, directory, study.Scenes is null ? null : scenes);
    }

    /// <summary>Data without settings where the study names none: the models' own.</summary>
    private IEnumerable<VariantConfig?> Data => study.Data.Count == 0 ? Enumerable.Repeat<VariantConfig?>(null, 1) : study.Data;

    /// <summary>All cells, in the order data, model, recipe, seed; those that conditions leave out too.</summary>
    /// <exception cref="InputException">A configuration cannot be used, or two cells would compute the same.</exception>
    public IReadOnlyList<PlannedCell> Cells()
    {
        var cells = new List<PlannedCell>();
        foreach (var data in Data)
        {
            foreach (var model in study.Models)
            {
                foreach (var recipe in recipes)
                {
                    cells.AddRange(Of(data, model, recipe));
                }
            }
        }

        RefuseSame(cells);
        return Named(cells);
    }

    /// <summary>The configuration of a cell, read again from its files.</summary>
    /// <exception cref="InputException">It cannot be used.</exception>
    public static RunConfig ConfigOf(PlannedCell cell)
    {
        ArgumentNullException.ThrowIfNull(cell);
        return ConfigReader.Read<RunConfig>(cell.Config, SettingOverrides.LastWins([.. cell.Set, Seed(cell.Key.Seed)]));
    }

    private IEnumerable<PlannedCell> Of(VariantConfig? data, ModelVariantConfig model, VariantConfig recipe)
    {
        var file = Path.GetFullPath(Path.Combine(directory, model.Config));
        string[] drawn = scenes is null ? [] : [$"data.root={SettingOverrides.Quoted(scenes)}"];
        string[] set = [.. drawn, .. data?.Set ?? [], .. model.Set, .. recipe.Set, .. study.Set];
        RunConfig config;
        try
        {
            config = ConfigReader.Read<RunConfig>(file, SettingOverrides.LastWins(set));
        }
        catch (InputException cause)
        {
            throw new InputException(
                $"{model.Name}/{recipe.Name}: {cause.Source}", cause.Found, cause.Expected, cause.Advice, cause);
        }

        var name = data?.Name ?? CellNames.From(NameOf(config.Data));
        var (batch, steps) = (TrainingFigures.BatchOf(config), config.Train.Steps);
        var fingerprints = Fingerprint.OfSeeds(config, study.Seeds, Content);
        return study.Seeds.Zip(fingerprints, (seed, fingerprint) =>
        {
            var key = new CellKey(name, model.Name, recipe.Name, seed);
            return new PlannedCell
            {
                Key = key,
                Fingerprint = fingerprint,
                Config = file,
                Set = set,
                Batch = batch,
                Steps = steps,
                Skipped = study.Conditions.FirstOrDefault(condition => condition.Covers(key))?.Reason,
            };
        });
    }

    // The format where it is declared; else what the folder is called.
    private static string NameOf(DataConfig data) => data.Format != DataFormat.Auto ? KeyPath.Snake(data.Format.ToString())
        : Path.GetFileName(Path.TrimEndingDirectorySeparator(data.Root));

    private string Content(string file) => contents.TryGetValue(file, out var known) ? known : contents[file] = Fingerprint.Content(file);

    private static void RefuseSame(List<PlannedCell> cells)
    {
        var first = new Dictionary<string, PlannedCell>();
        foreach (var cell in cells.Where(cell => cell.Skipped is null))
        {
            if (!first.TryAdd(cell.Fingerprint, cell))
            {
                throw new InputException(
                    $"{cell.Key}", $"the same settings as {first[cell.Fingerprint].Key}", "cells that compute different things",
                    "correct what the recipe or data sets, or leave one out with a condition");
            }
        }
    }

    // Two of 10,000 cells share 8 digits in one of 100 studies: those then take more.
    private static List<PlannedCell> Named(List<PlannedCell> cells)
    {
        var length = ShortId;
        var distinct = cells.Select(cell => cell.Fingerprint).Distinct().ToList();
        while (distinct.Select(fingerprint => fingerprint[..length]).Distinct().Count() < distinct.Count)
        {
            length += 4;
        }

        return [.. cells.Select(cell => cell with { Id = cell.Fingerprint[..length], Folder = FolderOf(cell, length) })];
    }

    private static string FolderOf(PlannedCell cell, int length) => string.Create(
        CultureInfo.InvariantCulture,
        $"cells/{cell.Key.Data}/{cell.Key.Model}/{cell.Key.Recipe}-b{cell.Batch}-i{cell.Steps}/"
            + $"s{cell.Key.Seed}-{cell.Fingerprint[..length]}");

    private static string Seed(long seed) => string.Create(CultureInfo.InvariantCulture, $"train.seed={seed}");
}
