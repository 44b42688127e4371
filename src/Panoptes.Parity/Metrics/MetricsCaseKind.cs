using System.Text.Json;
using System.Text.Json.Nodes;
using Panoptes.Foundation;
using Panoptes.Parity.Fixtures;

namespace Panoptes.Parity.Metrics;

/// <summary>
/// Runs case folders laid out as in <c>shared/parity/metrics</c>: inputs in the evaluators' own formats and the published
/// evaluators' numbers in <c>expected.json</c>.
/// </summary>
public sealed class MetricsCaseKind : IParityCaseKind
{
    private const double Tolerance = 1e-12;
    private const double SinglePrecision = 1e-6;

    /// <summary>Exceptions by which a Python evaluator stumbles over an input; a defined result is then as good as an error.</summary>
    private static readonly HashSet<string> Stumbles = ["ZeroDivisionError", "IndexError"];

    private const int MostListed = 100;

    /// <inheritdoc/>
    public string Name => "metrics";

    /// <inheritdoc/>
    public bool Recognizes(string path) =>
        Directory.Exists(path) && File.Exists(Path.Combine(path, "expected.json")) && KindOf(path) is not null;

    /// <inheritdoc/>
    public IEnumerable<ParityResult> Run(string path)
    {
        var kind = KindOf(path)
            ?? throw new InputException(path, "no known layout", "a metrics case folder", "give a case folder, or one that holds some");
        var name = $"{kind.Name}/{Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)))}";
        using var expected = FixtureJson.Read(Path.Combine(path, "expected.json"));
        var root = expected.RootElement;
        return root.TryGetProperty("error", out var error)
            ? [RunRefused(path, name, kind, error.GetString()!)]
            : Compare(path, name, kind, root);
    }

    private static List<ParityResult> Compare(string path, string name, CaseKind kind, JsonElement root)
    {
        var comparison = new ExpectedNumbers(
            kind.Name == "unsupervised" ? UnsupervisedCase.ToleranceOf(root, SinglePrecision, Tolerance) : _ => Tolerance);
        comparison.Compare(root, kind.Evaluate(path, root));
        var results = comparison.ByTolerance
            .Select(entry => new ParityResult(name, QuantityOf(entry.Key), entry.Value.LargestError, entry.Key)
            {
                Note = $"{entry.Value.Count} compared",
            }).ToList();
        results.AddRange(comparison.Differences.Take(MostListed)
            .Select(difference => new ParityResult(name, difference.Path, difference.Error, difference.Tolerance)
            {
                Note = $"expected {difference.Expected}, got {difference.Actual}",
            }));
        if (comparison.Differences.Count > MostListed)
        {
            results[^1] = results[^1] with { Note = $"{results[^1].Note}; {comparison.Differences.Count - MostListed} more differ" };
        }

        return results;
    }

    private static string QuantityOf(double tolerance) =>
        tolerance == 0 ? "integers and text" : tolerance == Tolerance ? "doubles" : "float32";

    // Where the evaluator refuses an input ours must too; where it only stumbles, a defined result will do.
    private static ParityResult RunRefused(string path, string name, CaseKind kind, string error)
    {
        try
        {
            kind.Evaluate(path, default);
        }
        catch (InputException refusal)
        {
            return new ParityResult(name, "refusal", 0, 0) { Note = refusal.Message };
        }

        return Stumbles.Contains(error)
            ? new ParityResult(name, "defined result", 0, 0) { Note = $"the reference ends in {error}; ours gives a result" }
            : new ParityResult(name, "refusal", double.PositiveInfinity, 0) { Note = $"the reference refuses it ({error}), ours does not" };
    }

    private static CaseKind? KindOf(string folder)
    {
        bool Has(string name) => Path.Exists(Path.Combine(folder, name));
        return Has("vectors.json") ? new CaseKind("rle", (f, _) => RunLengthCase.Evaluate(f))
            : Has("gtFine") ? new CaseKind("cityscapes", CityscapesCase.Evaluate)
            : Has("results_segm.json") || Has("results_bbox.json") || Has("results_both.json") ? new CaseKind(
                "coco_instances", InstancesCase.Evaluate)
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
