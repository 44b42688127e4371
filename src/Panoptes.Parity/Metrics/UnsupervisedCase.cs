using System.Text.Json;
using System.Text.Json.Nodes;
using Panoptes.Metrics.Unsupervised;

namespace Panoptes.Parity.Metrics;

/// <summary>The unsupervised protocol: gt/ and pred/ of NNN_semantic.png and NNN_instance.png, and case.json with its arguments.</summary>
internal static class UnsupervisedCase
{
    /// <summary>The tolerance of a path: looser where the evaluator itself holds float32.</summary>
    public static Func<string, double> ToleranceOf(JsonElement expected, double single, double full)
    {
        var names = new HashSet<string>();
        if (expected.TryGetProperty("dtypes", out var types))
        {
            names = [.. types.EnumerateObject().Where(type => type.Value.GetString() == "float32").Select(type => $"$.{type.Name}")];
        }

        return path => names.Contains(path.Split('[')[0]) ? single : full;
    }

    public static JsonObject Evaluate(string folder)
    {
        using var settings = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "case.json")));
        var root = settings.RootElement;
        var options = new UnsupervisedOptions
        {
            Things = Numbers(root, "things") ?? [],
            StuffClasses = Numbers(root, "stuffs") ?? [],
            Clusters = root.GetProperty("num_clusters").GetInt32(),
            ThingPrototypes = Numbers(root, "things_prototype"),
            StuffPrototypes = Numbers(root, "stuffs_prototype"),
            ClassesMask = root.TryGetProperty("classes_mask", out var mask) && mask.ValueKind == JsonValueKind.Array
                ? [.. mask.EnumerateArray().Select(m => m.GetBoolean())]
                : null,
            OneToOne = Flag(root, "perform_one_to_one_matching"),
            DisableMatching = Flag(root, "disable_matching"),
        };
        var scores = new UnsupervisedEvaluation(Path.Combine(folder, "gt"), Path.Combine(folder, "pred")).Run(options);
        var kept = scores.Classes.Where(c => options.ClassesMask is not { } keep || keep[c.Class]).ToList();
        var result = new JsonObject
        {
            ["pq_per_class"] = JsonNumbers.Of(kept.Select(c => c.PQ)),
            ["sq_per_class"] = JsonNumbers.Of(kept.Select(c => c.SQ)),
            ["rq_per_class"] = JsonNumbers.Of(kept.Select(c => c.RQ)),
            ["miou"] = JsonNumbers.Of(scores.MeanIoU),
            ["acc"] = JsonNumbers.Of(scores.Accuracy),
            ["assignments"] = JsonNumbers.Of(scores.Assignments),
            ["miou_assignments"] = JsonNumbers.Of(scores.SemanticAssignments),
            ["cost_matrix_clusters_by_classes"] = JsonNumbers.List(scores.Pixels, JsonNumbers.Of),
            ["per_class_sums"] = new JsonObject
            {
                ["classes"] = JsonNumbers.Of(scores.Classes.Select(c => c.Class)),
                ["iou_sum"] = JsonNumbers.Of(scores.Classes.Select(c => c.Sums.IoU.Value)),
                ["tp"] = JsonNumbers.Of(scores.Classes.Select(c => c.Sums.TruePositives)),
                ["fp"] = JsonNumbers.Of(scores.Classes.Select(c => c.Sums.FalsePositives)),
                ["fn"] = JsonNumbers.Of(scores.Classes.Select(c => c.Sums.FalseNegatives)),
            },
        };
        foreach (var (suffix, means) in new[] { ("", scores.All), ("_things", scores.Things), ("_stuffs", scores.Stuff) })
        {
            result["pq" + suffix] = JsonNumbers.Of(means.PQ);
            result["sq" + suffix] = JsonNumbers.Of(means.SQ);
            result["rq" + suffix] = JsonNumbers.Of(means.RQ);
        }

        return result;
    }

    private static int[]? Numbers(JsonElement root, string key) =>
        root.TryGetProperty(key, out var list) && list.ValueKind == JsonValueKind.Array
            ? [.. list.EnumerateArray().Select(v => v.GetInt32())]
            : null;

    private static bool Flag(JsonElement root, string key) =>
        root.TryGetProperty(key, out var flag) && flag.ValueKind == JsonValueKind.True;
}
