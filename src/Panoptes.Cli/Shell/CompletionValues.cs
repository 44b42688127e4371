using System.CommandLine;
using Panoptes.Data.Classes;
using Panoptes.Data.Configuration;
using Panoptes.Experiments.Configuration;
using Panoptes.Experiments.Recipes;
using Panoptes.Experiments.RunLists;
using Panoptes.Experiments.Settings;
using Panoptes.Experiments.Weights;
using Panoptes.Foundation;
using Panoptes.Models.Catalog;

namespace Panoptes.Cli.Shell;

/// <summary>The values of options and arguments, by what the help calls them: choices, runs, studies, settings, models, files.</summary>
internal static class CompletionValues
{
    private const string Runs = "runs";
    private const string Studies = "studies";
    private static readonly string[] Words = ["TEXT", "WORD", "N", "SCORE", "HxW", "A,B", "CELL", "SHARE"];

    /// <summary>What may stand for an option.</summary>
    /// <param name="command">The verb.</param>
    /// <param name="option">Its option.</param>
    /// <param name="present">What is typed of it.</param>
    public static IEnumerable<string> Of(Command command, Option option, string present) => Of(
        command, option.Name is "--set" ? "KEY=VALUE" : option.Name is "--model" ? "MODEL" : option.Name is "--classes" ? "TABLE"
            : option.Name is "--weights" ? "WEIGHTS" : option.HelpName ?? "", option.ValueType, present);

    /// <summary>What may stand for an argument.</summary>
    /// <param name="command">The verb.</param>
    /// <param name="argument">Its argument.</param>
    /// <param name="present">What is typed of it.</param>
    public static IEnumerable<string> Of(Command command, Argument argument, string present) => Of(
        command, argument.Name is "NAME" ? $"{Parent(command)} NAME" : argument.Name, argument.ValueType, present);

    private static IEnumerable<string> Of(Command command, string name, Type type, string present)
    {
        var kind = type.IsArray ? type.GetElementType()! : Nullable.GetUnderlyingType(type) ?? type;
        return kind.IsEnum ? Enum.GetNames(kind).Select(choice => choice.ToLowerInvariant())
            : kind == typeof(bool) ? ["true", "false"]
            : kind != typeof(string) || Words.Contains(name) ? []
            : name switch
            {
                "RUN" => RunsAndFiles(present),
                "STUDY" => Folders(Studies).Concat(Files(present)),
                "KEY=VALUE" => Settings(Root(command), present),
                "SHELL" => CompletionScripts.Shells,
                "models NAME" => ModelCatalog.BuiltIn.Names,
                "weights NAME" => PublishedWeights.All.Select(weights => weights.Name),
                "MODEL" => ModelCatalog.BuiltIn.Names.Concat(PublishedRecipes.Names)
                    .Concat(PublishedWeights.All.Where(weights => weights.IsWhole).Select(weights => weights.Name)).Concat(Files(present)),
                "TABLE" => BuiltInClassTables.Names.Concat(Files(present)),
                "WEIGHTS" => Files(present).Concat(["best", "last"]),
                _ => Files(present),
            };
    }

    // A run is whole as it is; as a folder it would go on.
    private static IEnumerable<string> RunsAndFiles(string present)
    {
        var runs = RunEntry.Names(Runs, []).Select(run => $"{Runs}/{run}").ToHashSet(StringComparer.Ordinal);
        return runs.Concat(Files(present).Where(path => !runs.Contains(path.TrimEnd('/'))));
    }

    private static string Parent(Command command) => command.Parents.OfType<Command>().FirstOrDefault()?.Name ?? "";

    private static Type Root(Command command) => (Parent(command) is { Length: > 0 } group ? group : command.Name) switch
    {
        "data" => typeof(DataConfig),
        "models" or "weights" => typeof(ModelConfig),
        _ => typeof(RunConfig),
    };

    // Settings one by one to the next dot, as folders are: there are hundreds.
    private static IEnumerable<string> Settings(Type root, string present)
    {
        if (present.IndexOf('=') is var at and > 0)
        {
            var value = present[(at + 1)..];
            var key = present[..(at + 1)];
            return SettingNames.Choices(root, present[..at]).Concat(value.Length > 0 ? Files(value) : []).Select(choice => key + choice);
        }

        return SettingNames.All(root).Where(path => path.StartsWith(present, StringComparison.Ordinal)).Select(
            path => path.IndexOf('.', present.Length) is var dot and > 0 ? path[..(dot + 1)] : $"{path}=");
    }

    private static IEnumerable<string> Folders(string folder) => Directory.Exists(folder)
        ? Directory.EnumerateDirectories(folder).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)
        : [];

    // Folders end in '/', so that the word goes on.
    private static IEnumerable<string> Files(string present)
    {
        var folder = present[..(present.LastIndexOf('/') + 1)];
        var name = present[folder.Length..];
        var path = folder.Length == 0 ? "." : HomeFolder.Expand(folder);
        return !Directory.Exists(path) ? [] : new DirectoryInfo(path).EnumerateFileSystemInfos($"{(name.Contains('*') ? "" : name)}*")
            .Where(entry => name.StartsWith('.') || !entry.Name.StartsWith('.'))
            .Select(entry => folder + entry.Name + (entry is DirectoryInfo ? "/" : "")).Order(StringComparer.Ordinal);
    }
}
