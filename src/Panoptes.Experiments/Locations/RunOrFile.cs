using Panoptes.Foundation;

namespace Panoptes.Experiments.Locations;

/// <summary>What a path is that was given for a run, a configuration or a checkpoint and is another of them.</summary>
internal static class RunOrFile
{
    private const string ConfigName = "config.resolved.yaml";
    private static readonly string[] WeightEndings = [".safetensors", ".pth", ".pt", ".pkl", ".ckpt", ".bin", ".onnx"];
    private static readonly string[] ConfigEndings = [".yaml", ".yml"];

    /// <summary>Whether a path is the folder of a run.</summary>
    public static bool IsRun(string path) => Directory.Exists(path) && File.Exists(Path.Combine(path, ConfigName));

    /// <summary>Whether a name is that of a weight file.</summary>
    public static bool IsWeights(string path) => WeightEndings.Contains(Path.GetExtension(path).ToLowerInvariant());

    /// <summary>Whether a name is that of a configuration.</summary>
    public static bool IsConfig(string path) => ConfigEndings.Contains(Path.GetExtension(path).ToLowerInvariant());

    /// <summary>The error where a run is wanted and the path is none.</summary>
    public static InputException NoRun(string path)
    {
        var (found, advice) = Directory.Exists(path) ? Folder(path) : File.Exists(path) ? AFile(path) : Nothing(path);
        return new InputException(path, found, "the folder of a run", advice);
    }

    /// <summary>The error where a checkpoint is wanted and the path is none; null where it may be one.</summary>
    /// <param name="path">What was given.</param>
    /// <param name="checkpoints">The run's folder of checkpoints.</param>
    public static InputException? NoCheckpoint(string path, string checkpoints)
    {
        const string Expected = "best, last, or the path of a checkpoint";
        if (Directory.Exists(path))
        {
            var best = Path.Combine(path, "checkpoints", "best.safetensors");
            return new InputException(
                $"--weights {path}", IsRun(path) ? "the folder of a run" : "a folder", Expected,
                File.Exists(best) ? $"did you mean '{best}'?" : "give one of these");
        }

        if (File.Exists(path))
        {
            return IsConfig(path) ? new InputException($"--weights {path}", "a configuration", Expected, "give one of these") : null;
        }

        var known = Directory.Exists(checkpoints)
            ? Directory.GetFiles(checkpoints, "*.safetensors").Select(file => Path.GetFileName(file)!).ToList()
            : [];
        var near = NearestName.Of(Path.GetFileName(path), ["best", "last", .. known]);
        return new InputException(
            $"--weights {path}", "no such file", Expected,
            near is null ? "check the path" : $"did you mean '{(near is "best" or "last" ? near : Path.Combine(checkpoints, near))}'?");
    }

    private static (string Found, string Advice) Folder(string path)
    {
        if (RunAround(path) is { } run)
        {
            return ("a folder inside a run", $"did you mean '{run}'?");
        }

        var inside = Directory.GetDirectories(path).Where(IsRun).Order(StringComparer.Ordinal).ToList();
        return inside.Count > 0
            ? ($"a folder that holds {inside.Count} {(inside.Count == 1 ? "run" : "runs")}", $"did you mean '{inside[0]}'?")
            : ($"a folder without {ConfigName}", Near(path) ?? "train one first with 'panoptes train CONFIG'");
    }

    private static (string Found, string Advice) AFile(string path) => (RunAround(path), IsWeights(path), IsConfig(path)) switch
    {
        ({ } run, true, _) => ("a checkpoint", $"give its run, '{run}', and the checkpoint behind it: --weights {path}"),
        ({ } run, _, _) => ("a file of a run", $"did you mean '{run}'?"),
        (_, true, _) => ("a weight file", $"name its network, too: --weights {path} --model NAME"),
        (_, _, true) => ("a configuration", $"train it first with 'panoptes train {path}', which prints the run's folder"),
        _ => ("a file", "train a run first with 'panoptes train CONFIG'"),
    };

    private static (string Found, string Advice) Nothing(string path) =>
        ("no such folder", Near(path) ?? "train one first with 'panoptes train CONFIG'");

    // A run's name alone is meant for a run in the folder that holds them.
    private static string? Near(string path)
    {
        var trimmed = Path.TrimEndingDirectorySeparator(path);
        var (name, parent, runs) = (Path.GetFileName(trimmed), Path.GetDirectoryName(trimmed) ?? "", new RunSettings().Folder);
        if (IsRun(Path.Combine(runs, name)))
        {
            return $"did you mean '{Path.Combine(runs, name)}'?";
        }

        var near = Nearest(name, parent, Names(parent.Length == 0 ? "." : parent).Where(other => other != name))
            ?? Nearest(name, runs, Names(runs).Where(other => IsRun(Path.Combine(runs, other))));
        return near is null ? null : $"did you mean '{near}'?";
    }

    private static IEnumerable<string> Names(string folder) =>
        Directory.Exists(folder)
            ? Directory.GetDirectories(folder).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)
            : [];

    private static string? Nearest(string name, string folder, IEnumerable<string> names)
    {
        var known = names.ToList();
        var near = known.FirstOrDefault(other => name.Length > 2 && other.StartsWith(name, StringComparison.OrdinalIgnoreCase))
            ?? NearestName.Of(name, known);
        return near is null ? null : Path.Combine(folder, near);
    }

    private static string? RunAround(string path)
    {
        var above = Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(path));
        for (var at = above; !string.IsNullOrEmpty(at); at = Path.GetDirectoryName(at))
        {
            if (IsRun(at))
            {
                return at;
            }
        }

        return null;
    }
}
