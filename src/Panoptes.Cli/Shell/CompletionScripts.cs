using System.Reflection;

namespace Panoptes.Cli.Shell;

/// <summary>The scripts that let shells ask for completions.</summary>
internal static class CompletionScripts
{
    /// <summary>The shells.</summary>
    public static IReadOnlyList<string> Shells { get; } = ["bash", "zsh", "fish", "powershell"];

    /// <summary>A shell's script.</summary>
    /// <param name="shell">One of <see cref="Shells"/>.</param>
    public static string Of(string shell)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"completion.{shell}")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
