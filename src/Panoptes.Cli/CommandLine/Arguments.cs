using System.CommandLine;

namespace Panoptes.Cli.CommandLine;

/// <summary>Arguments that several verbs share.</summary>
internal static class Arguments
{
    /// <summary>Settings that win over the configuration file.</summary>
    public static Argument<string[]> Overrides() => new("KEY=VALUE")
    {
        Description = "Settings that win over the file, such as train.steps=400 or 'augmentation.crop=[320, 416]'.",
        Arity = ArgumentArity.ZeroOrMore,
        DefaultValueFactory = _ => [],
    };

    /// <summary>The folder of a run.</summary>
    public static Argument<string> Run() => new("RUN") { Description = "The run's folder, which train prints." };

    /// <summary>Which of a run's weights.</summary>
    public static Option<string> Weights() => new("--weights")
    {
        Description = "Which weights of the run: best (on its validation split), last, or the path of a checkpoint.",
        DefaultValueFactory = _ => "best",
        HelpName = "WHICH",
    };

    /// <summary>How many threads work.</summary>
    public static Option<int> Threads() => new("--threads") { Description = "Worker threads; 0 for all cores.", HelpName = "N" };

    /// <summary>What the option of <see cref="Threads"/> says.</summary>
    public static int ThreadsOf(ParseResult parsed, Option<int> option) =>
        parsed.GetValue(option) is var n and > 0 ? n : Environment.ProcessorCount;

    /// <summary>A file that may be left out: a first word with '=' that names no file is a setting.</summary>
    public static (string? File, IReadOnlyList<string> Settings) Split(string? first, string[]? rest) =>
        first is not null && first.Contains('=') && !File.Exists(first) ? (null, [first, .. rest ?? []]) : (first, rest ?? []);
}
