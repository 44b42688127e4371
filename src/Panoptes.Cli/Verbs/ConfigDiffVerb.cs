using System.CommandLine;
using Panoptes.Cli.CommandLine;
using Panoptes.Experiments.Configuration;
using Panoptes.Experiments.Recipes;
using Panoptes.Experiments.Settings;

namespace Panoptes.Cli.Verbs;

/// <summary><c>config diff</c>: two configurations beside what they have in common.</summary>
internal static class ConfigDiffVerb
{
    private const string Absent = "";

    /// <summary>Makes the verb.</summary>
    public static Verb Create()
    {
        var a = new Argument<string>("A") { Description = "A YAML file, or the folder of a run." };
        var b = new Argument<string>("B") { Description = "Another, or the same with other settings." };
        var settingsA = Settings("--a", "A");
        var settingsB = Settings("--b", "B");
        var reference = new Option<string?>(
            "--reference")
        {
            Description = "What both are held against: a recipe's name, a YAML file or a run; the recipe or base that "
                + "they share where left out.",
            HelpName =
                "R"
        };
        var declare = new Option<string[]>(
            "--declare")
        {
            Description = "A setting whose difference is intended, such as train.batch_size; may be given "
                + "several times.",
            HelpName = "PATH",
            DefaultValueFactory =
                _ => []
        };
        var all = new Option<bool>("--all") { Description = "Compare also what changes no result: folders, loader, report, logging." };
        var strict = new Option<bool>("--strict") { Description = "Exit with 1 where a difference is undeclared." };
        var verb = new Verb(
            "diff",
            "Compares two configurations, setting by setting and in what follows from the settings: samples, steps, epochs, warm-up, and "
                + "the learning rate of each part of the model. Differences that a variant or recipe.declared names are declared; all "
                    + "others are pointed out.",
            "./panoptes config diff configs/camvid/deeplabv3plus-mobilenetv2.yaml configs/camvid/pspnet-r18.yaml",
            "./panoptes config diff configs/cityscapes/pspnet-r50-d8.yaml configs/cityscapes/pspnet-r50-d8.yaml --a variant=20kx16 --b "
                + "variant=40kx8",
            "./panoptes config diff runs/A runs/B --declare train.seed "
                + "--strict") { a, b, settingsA, settingsB, reference, declare, all, strict };
        verb.SetAction(parsed =>
        {
            var (pathA, pathB) = (ConfigSource.File(parsed.GetRequiredValue(a)), ConfigSource.File(parsed.GetRequiredValue(b)));
            var (left, right) = (Read(pathA, parsed.GetValue(settingsA)), Read(pathB, parsed.GetValue(settingsB)));
            var middle = CommonGround.Of(
                parsed.GetValue(reference) is { } given && ConfigSource.IsRun(given)
                    ? ConfigSource.File(given)
                    : parsed.GetValue(reference),
                (pathA, left), (pathB, right));
            var diff = ConfigDiff.Between(left, right, middle?.Config, parsed.GetValue(declare) ?? [], parsed.GetValue(all));
            Print(diff, DerivedRows.Of(left, right, middle?.Config), middle?.Name, parsed.InvocationConfiguration.Output);
            return parsed.GetValue(strict) && diff.Undeclared.Any() ? ExitCode.BadInput : ExitCode.Done;
        });
        return verb;
    }

    private static Option<string[]> Settings(string name, string which) =>
        new(name)
        {
            Description = $"A setting that wins over {which}'s file, such as variant=20kx16; may be given "
            + "several times.",
            HelpName = "KEY=VALUE",
            DefaultValueFactory =
            _ => []
        };

    private static RunConfig Read(string path, string[]? settings) =>
        ConfigReader.Resolve<RunConfig>(path, settings ?? [], keepUnset: true).Value;

    private static void Print(ConfigDiff diff, IReadOnlyList<DerivedRow> derived, string? reference, TextWriter output)
    {
        output.WriteLine(reference is null ? "no recipe or base in common" : $"reference: {reference}");
        output.WriteLine();
        if (diff.Differences.Count == 0)
        {
            output.WriteLine("no setting that changes what is computed differs");
        }
        else
        {
            Table(output, "setting", reference, diff.Differences.Select(row => (row.Path, row.Reference, row.A, row.B, Word(row.Kind))));
        }

        output.WriteLine();
        Table(output, "what follows", reference, derived.Select(
            row => (row.Name, row.Reference, row.A, row.B, row.A == row.B ? "" : "differs")));
        output.WriteLine();
        var undeclared = diff.Undeclared.Select(row => row.Path).ToList();
        output.WriteLine(undeclared.Count == 0
            ? "every difference between A and B is declared"
            : $"{undeclared.Count} undeclared: what is measured cannot be put down to one cause ({string.Join(", ", undeclared)})");
    }

    private static void Table(
        TextWriter output, string name, string? reference,
        IEnumerable<(string Name, string? Reference, string A, string B, string Note)> rows) =>
            TextTable.Write(
                output,
                reference is null ? [name, "A", "B", "note"] : [name, "reference", "A", "B", "note"],
                [.. rows.Select(row => reference is null
                    ? (IReadOnlyList<string>)[row.Name, row.A, row.B, row.Note]
                    : [row.Name, row.Reference ?? Absent, row.A, row.B, row.Note])]);

    private static string Word(DifferenceKind kind) => kind switch
    {
        DifferenceKind.Declared => "declared",
        DifferenceKind.Undeclared => "UNDECLARED",
        _ => "both depart",
    };
}
