using System.Text.Json;
using System.Text.Json.Nodes;
using Panoptes.Foundation;

namespace Panoptes.Parity.Metrics;

/// <summary>How one metrics case came out.</summary>
/// <param name="Folder">The case.</param>
/// <param name="Kind">Its family.</param>
/// <param name="Compared">Numbers compared.</param>
/// <param name="LargestError">Largest relative error of a double.</param>
/// <param name="Differences">Numbers out of tolerance.</param>
/// <param name="Note">For inputs that the evaluator refuses: what ours did.</param>
public sealed record MetricsCaseResult(
    string Folder, string Kind, int Compared, double LargestError, IReadOnlyList<NumberDifference> Differences, string? Note)
{
    /// <summary>Whether every number is within tolerance.</summary>
    public bool Passed => Differences.Count == 0;
}

/// <summary>
/// Runs case folders laid out as in <c>shared/parity/metrics</c>: inputs in the evaluators' own formats and the published
/// evaluators' numbers in <c>expected.json</c>.
/// </summary>
public static class MetricsCase
{
    private const double Tolerance = 1e-12;
    private const double SinglePrecision = 1e-6;

    /// <summary>Exceptions by which a Python evaluator stumbles over an input; a defined result is then as good as an error.</summary>
    private static readonly HashSet<string> Stumbles = ["ZeroDivisionError", "IndexError"];

    /// <summary>Whether a folder holds a metrics case.</summary>
    public static bool IsCase(string folder) => File.Exists(Path.Combine(folder, "expected.json")) && KindOf(folder) is not null;

    /// <summary>All metrics cases in a folder and below, in order.</summary>
    public static IEnumerable<string> FindAll(string folder) =>
        Directory.EnumerateFiles(folder, "expected.json", SearchOption.AllDirectories).Select(file => Path.GetDirectoryName(file)!).Where(IsCase).Order(StringComparer.Ordinal);

    /// <summary>Runs one case.</summary>
    /// <exception cref="InputException">The folder is no case.</exception>
    public static MetricsCaseResult Run(string folder)
    {
        var kind = KindOf(folder) ?? throw new InputException(folder, "no known layout", "a case folder as in shared/parity/metrics", "give a case folder, or one that holds some");
        using var expected = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "expected.json")));
        var root = expected.RootElement;
        if (root.TryGetProperty("error", out var error))
        {
            return RunRefused(folder, kind, error.GetString()!);
        }

        var comparison = new ExpectedNumbers(kind.Name == "unsupervised" ? UnsupervisedCase.ToleranceOf(root, SinglePrecision, Tolerance) : _ => Tolerance);
        comparison.Compare(root, kind.Evaluate(folder, root));
        return new MetricsCaseResult(folder, kind.Name, comparison.Compared, comparison.LargestError, comparison.Differences, null);
    }

    private static MetricsCaseResult RunRefused(string folder, CaseKind kind, string error)
    {
        try
        {
            kind.Evaluate(folder, default);
        }
        catch (InputException refusal)
        {
            return new MetricsCaseResult(folder, kind.Name, 1, 0, [], $"refused: {refusal.Message}");
        }

        return Stumbles.Contains(error)
            ? new MetricsCaseResult(folder, kind.Name, 1, 0, [], $"the reference stumbles ({error}); ours gives a defined result")
            : new MetricsCaseResult(folder, kind.Name, 1, 0, [new NumberDifference("$.error", error, "no error", double.PositiveInfinity, 0)], null);
    }

    private static CaseKind? KindOf(string folder)
    {
        bool Has(string name) => Path.Exists(Path.Combine(folder, name));
        return Has("vectors.json") ? new CaseKind("rle", (f, _) => RunLengthCase.Evaluate(f))
            : Has("gtFine") ? new CaseKind("cityscapes", CityscapesCase.Evaluate)
            : Has("results_segm.json") || Has("results_bbox.json") || Has("results_both.json") ? new CaseKind("coco_instances", InstancesCase.Evaluate)
            : Has("gt.json") && Has("pred.json") ? new CaseKind("coco_panoptic", (f, _) => PanopticCase.Evaluate(f))
            : Setting(folder, "num_clusters") ? new CaseKind("unsupervised", (f, _) => UnsupervisedCase.Evaluate(f))
            : Setting(folder, "num_classes") ? new CaseKind("semseg", (f, _) => SemanticCase.Evaluate(f))
            : null;
    }

    private static bool Setting(string folder, string key)
    {
        var path = Path.Combine(folder, "case.json");
        if (!File.Exists(path))
        {
            return false;
        }

        using var settings = JsonDocument.Parse(File.ReadAllBytes(path));
        return settings.RootElement.ValueKind == JsonValueKind.Object && settings.RootElement.TryGetProperty(key, out _);
    }

    private sealed record CaseKind(string Name, Func<string, JsonElement, JsonObject> Evaluate);
}
