using System.CommandLine;
using Panoptes.Cli.CommandLine;
using Panoptes.Cli.Studies;
using Panoptes.Experiments.Configuration;
using Panoptes.Experiments.Reproductions;
using Panoptes.Foundation;
using Panoptes.Reports.Reproductions;
using Panoptes.Reports.Runs;
using Spectre.Console;

namespace Panoptes.Cli.Verbs;

/// <summary><c>reproduce</c>: shows a method's claims in small.</summary>
internal static class ReproduceVerb
{
    private const string Folder = "configs/reproduce";
    private const string Threads = "train.threads=";
    private const int Most = 64;

    /// <summary>Makes the verb.</summary>
    public static Verb Create()
    {
        var name = new Argument<string?>("NAME")
        {
            Description = "Which claims: a name, or the path of a YAML file of one's own. Left out: lists the names.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var overrides = Arguments.Overrides();
        var output = new Option<string?>("--folder")
        {
            Description = "Where scenes, runs and the page go; reproduce/NAME of the clone where left out, with -quick for a first look.",
            HelpName = "DIR",
        };
        var quick = new Option<bool>("--quick") { Description = "A first look: fewer networks, seeds and steps." };
        var processes = new Option<int>("--processes")
        {
            Description = "How many cells are trained at once, each with its share of the cores: small trainings do not fill several.",
            HelpName = "N",
            DefaultValueFactory = _ => 1,
        };
        var verb = new Verb(
            "reproduce",
            "Shows a method's claims in small: trains several networks in several ways on synthetic scenes, with several seeds, and "
                + "writes a page that says what was reproduced and what was not. The same command goes on where it was stopped.",
            "./panoptes reproduce intra-batch --quick",
            "./panoptes reproduce intra-batch",
            "./panoptes reproduce guided-distillation --processes 2",
            "./panoptes reproduce intra-batch seeds=[0,1,2,3,4] --folder five-seeds") { name, overrides, output, quick, processes };
        verb.SetAction(parsed => parsed.GetValue(name) is { } given
            ? Run(
                given, parsed.GetValue(overrides) ?? [], parsed.GetValue(output), parsed.GetValue(quick), parsed.GetValue(processes),
                parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error)
            : List(parsed.InvocationConfiguration.Output));
        return verb;
    }

    private static int Run(
        string name, IReadOnlyList<string> overrides, string? output, bool quick, int processes, TextWriter console, TextWriter error)
    {
        Require.Within("--processes", processes, 1, Most);
        var file = FileOf(name);
        if (StudyReproduction.IsOne(file))
        {
            return StudyReproduction.Run(file, overrides, FolderOf(file, output, quick), quick, processes, console);
        }

        var config = ConfigReader.Read<ReproductionConfig>(file, overrides);
        var folder = new ReproductionFolder(FolderOf(file, output, quick));
        if (processes > 1 && !config.Set.Any(setting => setting.StartsWith(Threads, StringComparison.Ordinal)))
        {
            config = config with { Set = [$"{Threads}{Math.Max(1, Environment.ProcessorCount / processes)}", .. config.Set] };
        }

        var session = new ReproductionSession(quick ? config.ForQuick() : config, file, folder, AnsiConsole.Console)
        {
            WriteRunPage = RunPage.Write,
            WritePage = ReproductionPage.Write,
        };
        if (processes == 1)
        {
            return session.Run();
        }

        session.Prepare();
        string[] words =
        [
            "reproduce", Path.GetFullPath(file), .. overrides, $"set=[{string.Join(", ", config.Set.Select(SettingOverrides.Quoted))}]",
            "--folder", folder.Path, .. quick ? new[] { "--quick" } : [],
        ];
        using var workers = new CellWorkers(processes - 1, ThisProgram.With(words), folder);
        var exit = session.Run();
        if (exit != ExitCode.Done)
        {
            return exit;
        }

        // What others have trained meanwhile comes onto the page, and what they could not is tried here.
        if (workers.Wait() != ExitCode.Done)
        {
            error.WriteLine($"another process failed: {workers.LastLine()}");
        }

        return session.Run();
    }

    private static string FolderOf(string file, string? output, bool quick) => Path.GetFullPath(output ?? Path.Combine(
        Clone.Root ?? Environment.CurrentDirectory, "reproduce", Path.GetFileNameWithoutExtension(file) + (quick ? "-quick" : "")));

    private static int List(TextWriter output)
    {
        foreach (var file in Files())
        {
            var title = StudyReproduction.IsOne(file)
                ? StudyReproduction.TitleOf(file)
                : ConfigReader.Read<ReproductionConfig>(file, []).Title;
            output.WriteLine($"{Path.GetFileNameWithoutExtension(file),-20}  {title}");
        }

        return ExitCode.Done;
    }

    private static string FileOf(string name)
    {
        if (File.Exists(name))
        {
            return name;
        }

        var files = Files();
        var names = Array.ConvertAll(files, file => Path.GetFileNameWithoutExtension(file));
        return Array.IndexOf(names, name) is var at and >= 0 ? files[at] : throw new InputException(
            "NAME", $"'{name}'", $"one of {string.Join(", ", names)}, or a YAML file",
            NearestName.Of(name, names) is { } near ? $"did you mean {near}?" : "choose one of these");
    }

    private static string[] Files() => Clone.Root is { } root && Directory.Exists(Path.Combine(root, Folder))
        ? [.. Directory.GetFiles(Path.Combine(root, Folder), "*.yaml").Order(StringComparer.Ordinal)]
        : [];
}
