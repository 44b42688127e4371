using System.CommandLine;
using Panoptes.Studies.Cells;

namespace Panoptes.Cli.Studies;

/// <summary>Arguments that the verbs of studies share.</summary>
internal static class StudyArguments
{
    /// <summary>The study.</summary>
    public static Argument<string> Study() => new("STUDY")
    {
        Description = "The study: its folder, its name below studies/, or the file that it was made from.",
    };

    /// <summary>One cell of it.</summary>
    public static Argument<string> Cell() => new("CELL")
    {
        Description = "The cell: its id or the beginning of it, or its place, such as cityscapes/segformer_b3/b16/s0.",
    };

    /// <summary>Why something is done that others will ask about.</summary>
    public static Option<string> Reason() => new("--reason")
    {
        Description = "Why; kept with your name and the time.",
        HelpName = "TEXT",
        Required = true,
    };

    /// <summary>Names of one axis.</summary>
    public static Option<string?> Names(string name, string what) => new(name)
    {
        Description = $"Only {what} of these names.",
        HelpName = "A,B",
    };

    /// <summary>Which cells are meant by names of models, recipes, data and seeds.</summary>
    public static Func<PlannedCell, bool> Wanted(string? models, string? recipes, string? data, string? seeds)
    {
        var (m, r, d, s) = (Set(models), Set(recipes), Set(data), Set(seeds));
        return cell => Has(m, cell.Key.Model) && Has(r, cell.Key.Recipe) && Has(d, cell.Key.Data)
            && Has(s, cell.Key.Seed.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    private static HashSet<string>? Set(string? names) =>
        names?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).ToHashSet();

    private static bool Has(HashSet<string>? names, string name) => names is null || names.Contains(name);
}
