using System.Globalization;
using Panoptes.Foundation;
using Panoptes.Models.Catalog;
using Panoptes.Studies.Cells;

namespace Panoptes.Studies.Imports;

/// <summary>Where an imported run is to stand in a study.</summary>
public sealed record ImportedNames
{
    /// <summary>Its place.</summary>
    public CellKey Key { get; init; } = new("", "", "", 0);

    /// <summary>Images in one update; null where that cannot be told.</summary>
    public int? Batch { get; init; }

    /// <summary>Updates of the whole training; null where that cannot be told.</summary>
    public long? Steps { get; init; }

    /// <summary>What was guessed, a sentence each.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>
    /// Proposes names: the data's and the model's own in lower case, the model by this program's name where one fits
    /// (<c>segformer_mit-b3</c> is <c>segformer_b3</c>); the recipe with the batch behind it (<c>baseline-b8</c>), since studies of batches
    /// are why runs lie in folders of their own.
    /// </summary>
    /// <param name="run">The run.</param>
    /// <param name="overrides">What a person says instead; null for nothing.</param>
    /// <exception cref="InputException">An override is out of range, or a name is neither known nor given.</exception>
    public static ImportedNames Propose(ImportedRun run, ImportedNameOverrides? overrides = null)
    {
        ArgumentNullException.ThrowIfNull(run);
        overrides ??= new ImportedNameOverrides();
        Require.AtLeast("batch", overrides.Batch ?? 1, 1);
        Require.AtLeast("steps", overrides.Steps ?? 1, 1);
        Require.AtLeast("seed", overrides.Seed ?? 0, 0);
        var notes = new List<string>();
        var batch = overrides.Batch ?? run.Batch;
        var steps = overrides.Steps ?? (run.StepUnit == "step" ? run.Steps : null);
        var model = overrides.Model is { } given ? Slug(given) : Model(run.Model.Length > 0 ? run.Model : run.Name, notes);
        var seed = overrides.Seed ?? run.Seed;
        if (seed is null)
        {
            notes.Add("the seed cannot be told: 0 stands for it");
        }

        if (steps is null)
        {
            notes.Add(run.StepUnit == "step" ? "the length cannot be told" : "the length is known in epochs alone");
        }

        return new ImportedNames
        {
            Key = new CellKey(
                Named(overrides.Data ?? run.Data, "data", run), Named(model, "model", run),
                Named(Recipe(run, overrides, batch), "recipe", run), seed ?? 0),
            Batch = batch,
            Steps = steps,
            Notes = notes,
        };
    }

    private static string Recipe(ImportedRun run, ImportedNameOverrides overrides, int? batch)
    {
        if (overrides.Recipe is { } given)
        {
            return given;
        }

        var name = Slug(run.Recipe.Length > 0 ? run.Recipe : run.Tool);
        return batch is { } images && !run.IsMeasuredHere ? $"{name}-b{images.ToString(CultureInfo.InvariantCulture)}" : name;
    }

    private static string Model(string text, List<string> notes)
    {
        var slug = Slug(text);
        var plain = Plain(slug);
        var known = ModelCatalog.BuiltIn.Names.FirstOrDefault(name => Plain(name) == plain);
        if (known is not null && known != slug)
        {
            notes.Add($"model {text} is {known} here");
        }

        return known ?? slug;
    }

    // Without what names of one model differ in: signs, and the encoders' own names.
    private static string Plain(string name)
    {
        var text = new string([.. name.Where(char.IsAsciiLetterOrDigit)]);
        foreach (var part in new[] { "mit", "mscan", "d8" })
        {
            text = text.Replace(part, "", StringComparison.Ordinal);
        }

        return text;
    }

    private static string Named(string text, string what, ImportedRun run) =>
        Slug(text) is { Length: > 0 } slug ? slug
        : throw new InputException(run.Source, $"no name of its {what}", "one", $"say it with an override of {what}");

    private static string Slug(string text)
    {
        var slug = new string([.. text.ToLowerInvariant().Select(c => char.IsLetterOrDigit(c) || c is '_' or '.' or '+' or '-' ? c : '-')]);
        return slug.Trim('-', '.');
    }
}
