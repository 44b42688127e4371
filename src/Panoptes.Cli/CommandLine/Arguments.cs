using System.CommandLine;

namespace Panoptes.Cli;

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

    /// <summary>A file that may be left out: a first word with '=' that names no file is a setting.</summary>
    public static (string? File, IReadOnlyList<string> Settings) Split(string? first, string[]? rest) =>
        first is not null && first.Contains('=') && !File.Exists(first) ? (null, [first, .. rest ?? []]) : (first, rest ?? []);
}
