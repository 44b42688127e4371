using Panoptes.Foundation;

namespace Panoptes.Cli.CommandLine;

/// <summary>An exported model in the place of a run: it has its weights, classes and settings in it.</summary>
internal static class ExportedModel
{
    private const string Onnx = ".onnx";

    /// <summary>Whether a word names one.</summary>
    public static bool IsNamed(string? word) => word?.EndsWith(Onnx, StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>Refuses options that change nothing in one.</summary>
    /// <param name="file">The file.</param>
    /// <param name="hasMore">Whether there are such options.</param>
    public static void RequireAlone(string file, bool hasMore) => Require.That(
        !hasMore, file, "--set, --weights or --classes beside it", "an exported model alone, which has its weights and classes",
        "leave them out");
}
