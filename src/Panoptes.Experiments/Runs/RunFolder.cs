using System.Globalization;
using System.Text.Json;
using Panoptes.Experiments.Configuration;
using Panoptes.Experiments.Events;
using Panoptes.Experiments.Locations;
using Panoptes.Experiments.Settings;
using Panoptes.Foundation;

namespace Panoptes.Experiments.Runs;

/// <summary>The layout of a run on disk.</summary>
public sealed class RunFolder
{
    private RunFolder(string path) => FullPath = Path.GetFullPath(path);

    /// <summary>The folder itself.</summary>
    public string FullPath { get; }

    /// <summary>Its name.</summary>
    public string Name => Path.GetFileName(FullPath.TrimEnd('/'));

    /// <summary>The folder relative to the current directory where it lies below it, for messages.</summary>
    public string Shown
    {
        get
        {
            var relative = Path.GetRelativePath(Environment.CurrentDirectory, FullPath);
            return relative.StartsWith("..", StringComparison.Ordinal) ? FullPath : relative;
        }
    }

    /// <summary>The resolved configuration, every default written out; it trains the same run again.</summary>
    public string ConfigYaml => Path.Combine(FullPath, "config.resolved.yaml");

    /// <summary>The resolved configuration as canonical JSON, with its fingerprint.</summary>
    public string ConfigJson => Path.Combine(FullPath, "config.resolved.json");

    /// <summary>What the latest attempt ran on.</summary>
    public string EnvironmentJson => Path.Combine(FullPath, "environment.json");

    /// <summary>The event log.</summary>
    public string EventLog => Path.Combine(FullPath, "events.jsonl");

    /// <summary>Checkpoints.</summary>
    public string Checkpoints => Path.Combine(FullPath, "checkpoints");

    /// <summary>TensorBoard event files.</summary>
    public string TensorBoard => Path.Combine(FullPath, "tensorboard");

    /// <summary>The batch contact sheet of the first training batch.</summary>
    public string BatchSheet => Path.Combine(FullPath, "batch.jpg");

    /// <summary>The page.</summary>
    public string Report => Path.Combine(FullPath, "report.html");

    /// <summary>The trace of a few steps, which Perfetto opens; there where <c>train.profile</c> asked for it.</summary>
    public string Profile => Path.Combine(FullPath, "profile.json");

    /// <summary>What the trace comes to: phases, operators, modules, waits.</summary>
    public string ProfileSummary => Path.Combine(FullPath, "profile-summary.json");

    /// <summary>Data, model and parameter groups as they were at the start.</summary>
    public string Summary => Path.Combine(FullPath, "summary.json");

    /// <summary>What the advisor said before and after the training.</summary>
    public string Advice => Path.Combine(FullPath, "advice.json");

    /// <summary>What became of an evaluation.</summary>
    /// <param name="name">The split's name, with what sets the evaluation apart from the run's own of that split.</param>
    public string Evaluation(string name) => Path.Combine(FullPath, "evaluation", $"{SafeName(name)}.json");

    /// <summary>What the run loses on another domain.</summary>
    /// <param name="name">What the evaluation on that domain is kept as.</param>
    public string Shift(string name) => Path.Combine(FullPath, "shift", $"{SafeName(name)}.json");

    /// <summary>What a process other than the first says, where several train the run together.</summary>
    /// <param name="rank">Which, from 1.</param>
    public string RankFolder(int rank) => Path.Combine(FullPath, "ranks", rank.ToString(CultureInfo.InvariantCulture));

    /// <summary>Environment of one attempt, from 1.</summary>
    public string Attempt(int number) => Path.Combine(FullPath, "attempts", $"{number}.json");

    /// <summary>Whether a training has begun here: its configuration is written.</summary>
    public bool HasBegun => File.Exists(ConfigYaml);

    /// <summary>
    /// The folder of a training: <c>run.folder/run.name</c>, the name derived from the configuration file, the seed and what the numbers
    /// depend on where it is not given. A folder of another configuration or of other data is refused; nothing is made.
    /// </summary>
    /// <param name="config">The configuration.</param>
    /// <param name="configPath">The file it was read from, or null.</param>
    /// <param name="data">The data, or null where it does not matter.</param>
    /// <exception cref="InputException">The folder holds a run of other settings or data; names what differs.</exception>
    public static RunFolder ForTraining(RunConfig config, string? configPath, RunData? data = null)
    {
        ArgumentNullException.ThrowIfNull(config);
        var folder = new RunFolder(Path.Combine(config.Run.Folder, config.Run.Name ?? DerivedName(config, configPath, data)));
        if (folder.HasBegun)
        {
            RunIdentity.RefuseOther(folder, config, data);
        }
        else
        {
            folder.RefuseForeign();
        }

        return folder;
    }

    /// <summary>Whether a path is the folder of a run.</summary>
    public static bool Is(string path) => RunOrFile.IsRun(path);

    /// <summary>The folder of a run that exists.</summary>
    /// <exception cref="InputException">There is no run.</exception>
    public static RunFolder Existing(string path)
    {
        var folder = new RunFolder(path);
        return File.Exists(folder.ConfigYaml) ? folder : throw RunOrFile.NoRun(path);
    }

    /// <summary>
    /// The run's name where the configuration gives none: <c>{folder}-{file}[-{variant}]-s{seed}-{8 digits of the fingerprint}</c>, of the
    /// configuration and of the data.
    /// </summary>
    public static string DerivedName(RunConfig config, string? configPath, RunData? data = null)
    {
        ArgumentNullException.ThrowIfNull(config);
        return Stem(config, configPath) + RunIdentity.Fingerprint(config, data)[..8];
    }

    /// <summary>Runs beside this one that the same command would go on with if the data were what it was then.</summary>
    public IReadOnlyList<string> OfOtherData(RunConfig config, string? configPath)
    {
        ArgumentNullException.ThrowIfNull(config);
        var parent = Path.GetDirectoryName(FullPath)!;
        return config.Run.Name is not null || !Directory.Exists(parent) ? [] :
        [
            .. Directory.GetDirectories(parent, Stem(config, configPath) + "????????")
                .Select(path => new RunFolder(path))
                .Where(other => other.Name != Name && other.HasBegun && RunIdentity.HasSettingsOf(other, config))
                .Select(other => other.Shown),
        ];
    }

    /// <summary>The configuration the run was started with, with overrides on top.</summary>
    public RunConfig ReadConfig(IEnumerable<string> overrides) => ConfigReader.Read<RunConfig>(ConfigYaml, overrides);

    /// <summary>Writes both copies of the resolved configuration.</summary>
    public void WriteConfig(RunConfig config)
    {
        AtomicFile.WriteText(ConfigYaml, $"# Fully resolved; fingerprint {Fingerprint.Of(config)}\n{ConfigWriter.ToYaml(config)}");
        var copy = new ResolvedCopy { Fingerprint = Fingerprint.Of(config), Contents = Fingerprint.Contents(config), Config = config };
        AtomicFile.WriteText(ConfigJson, ConfigWriter.ToCanonicalJson(copy, indented: true) + "\n");
    }

    /// <summary>Writes what an attempt ran on, for the run and for the attempt.</summary>
    public void WriteEnvironment(RunEnvironment environment, int attempt)
    {
        var text = JsonSerializer.Serialize(environment, EventJson.Readable) + "\n";
        AtomicFile.WriteText(EnvironmentJson, text);
        AtomicFile.WriteText(Attempt(attempt), text);
    }

    /// <summary>What the latest attempt ran on, or null.</summary>
    public RunEnvironment? ReadEnvironment() => ReadEnvironment(EnvironmentJson);

    /// <summary>What the first attempt that got as far ran on, or null.</summary>
    public RunEnvironment? ReadFirstEnvironment()
    {
        var folder = Path.GetDirectoryName(Attempt(1))!;
        var files = Directory.Exists(folder) ? Directory.GetFiles(folder, "*.json") : [];
        var first = files
            .Where(file => int.TryParse(Path.GetFileNameWithoutExtension(file), NumberStyles.None, CultureInfo.InvariantCulture, out _))
            .MinBy(file => int.Parse(Path.GetFileNameWithoutExtension(file), CultureInfo.InvariantCulture));
        return first is null ? ReadEnvironment() : ReadEnvironment(first);
    }

    private static RunEnvironment? ReadEnvironment(string path) =>
        File.Exists(path) ? JsonSerializer.Deserialize<RunEnvironment>(File.ReadAllText(path), EventJson.Readable) : null;

    // A start that failed leaves an event log; whatever else lies there is not a run's.
    private void RefuseForeign()
    {
        if (Directory.Exists(FullPath) && !File.Exists(EventLog)
            && Directory.EnumerateFileSystemEntries(FullPath).Select(entry => Path.GetFileName(entry))
                .FirstOrDefault(name => name != RunLock.FileName) is { } other)
        {
            throw new InputException(
                Shown, $"a folder that is no run and holds other files ({other})", "a new or empty folder",
                "give this run another name with run.name=..., or another run.folder");
        }
    }

    private static string Stem(RunConfig config, string? configPath)
    {
        var file = configPath is null ? "run" : Path.GetFileNameWithoutExtension(configPath);
        var parent = configPath is null ? null : Path.GetFileName(Path.GetDirectoryName(Path.GetFullPath(configPath)));
        var stem = parent is null or "" or "configs" ? file : $"{parent}-{file}";
        stem = config.Recipe.Variant is { } variant ? $"{stem}-{variant}" : stem;
        return $"{SafeName(stem)}-s{config.Train.Seed}-";
    }

    // Dots alone would lead out of the folder.
    private static string SafeName(string text) => text.All(character => character == '.')
        ? new('-', text.Length)
        : new([.. text.Select(
            character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '.' or '+' ? character : '-')]);
}
