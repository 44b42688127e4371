using Panoptes.Experiments.Runs;

namespace Panoptes.Cli.CommandLine;

/// <summary>What may stand for a configuration on the command line: a YAML file, or the folder of a run, which holds its own.</summary>
internal static class ConfigSource
{
    /// <summary>The YAML file that is meant.</summary>
    /// <exception cref="Foundation.InputException">It is a folder without a run.</exception>
    public static string File(string path) => IsRun(path) ? RunFolder.Existing(path).ConfigYaml : path;

    /// <summary>Whether the folder of a run is meant.</summary>
    public static bool IsRun(string path) => Directory.Exists(path);
}
