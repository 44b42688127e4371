using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Panoptes.Metrics.Instances;

namespace Panoptes.Parity.Metrics;

/// <summary>COCO instances: gt.json and results_*.json, evaluated as the runs and variants of expected.json say.</summary>
internal static class InstancesCase
{
    public static JsonObject Evaluate(string folder, JsonElement expected)
    {
        var defaults = new InstanceOptions();
        var result = new JsonObject
        {
            ["iouThrs"] = JsonNumbers.Of(defaults.IoUThresholds),
            ["recThrs"] = JsonNumbers.Of(defaults.RecallThresholds),
            ["areaRngLbl"] = JsonNumbers.List(defaults.AreaRanges, range => JsonValue.Create(range.Name)),
            ["runs"] = new JsonObject
            {
                ["segm"] = Run(folder, "results_segm.json", OverlapKind.Mask),
                ["bbox"] = Run(folder, "results_bbox.json", OverlapKind.Box),
                ["segm_of_both"] = Run(folder, "results_both.json", OverlapKind.Mask),
                ["bbox_of_segm"] = Run(folder, "results_segm.json", OverlapKind.Box),
            },
        };
        var variants = new JsonObject();
        using var settings = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "case.json")));
        if (settings.RootElement.TryGetProperty("variants", out var list))
        {
            foreach (var variant in list.EnumerateArray())
            {
                variants[variant.GetProperty("name").GetString()!] = RunVariant(folder, variant);
            }
        }

        if (expected.ValueKind == JsonValueKind.Object && expected.TryGetProperty("variants", out _))
        {
            result["variants"] = variants;
        }

        return result;
    }

    private static JsonObject Run(string folder, string results, OverlapKind overlap)
    {
        var (_, detections, report) = Evaluate(folder, results, new InstanceOptions { Overlap = overlap, KeepMatches = true });
        var run = Describe(report, results);
        run["detectron2"] = Detectron2(report);
        run["precision_R_per_category_iou50_all_maxdet_last"] = JsonNumbers.List(
            Enumerable.Range(0, report.Curves.Classes),
            k => JsonNumbers.Of(Recalls(report).Select(r => report.Curves.PrecisionAt(0, r, k, 0, report.Curves.Limits - 1))));
        run["scores_R_per_category_iou50_all_maxdet_last"] = JsonNumbers.List(
            Enumerable.Range(0, report.Curves.Classes),
            k => JsonNumbers.Of(Recalls(report).Select(r => report.Curves.ScoreAt(0, r, k, 0, report.Curves.Limits - 1))));
        run["evalImgs_area_all"] = JsonNumbers.List(report.Matches, Matches);
        run["ious"] = JsonNumbers.List(report.Overlaps.OrderBy(o => o.Image).ThenBy(o => o.Category), overlaps => new JsonObject
        {
            ["image_id"] = overlaps.Image,
            ["category_id"] = overlaps.Category,
            ["iou_dt_by_gt"] = JsonNumbers.List(overlaps.Values, JsonNumbers.Of),
        });
        run["dt_area"] = JsonNumbers.Map(detections.Objects, d => $"{d.Id}", d => JsonNumbers.Of(d.Area));
        run["dt_bbox"] = JsonNumbers.Map(
            detections.Objects, d => $"{d.Id}", d => JsonNumbers.Of([d.Box.X, d.Box.Y, d.Box.Width, d.Box.Height]));
        return run;
    }

    private static JsonObject RunVariant(string folder, JsonElement variant)
    {
        var results = variant.GetProperty("results").GetString()!;
        var options = new InstanceOptions
        {
            Overlap = variant.GetProperty("iouType").GetString() == "bbox" ? OverlapKind.Box : OverlapKind.Mask,
            UseCategories = !variant.TryGetProperty("useCats", out var useCats) || useCats.GetInt32() != 0,
            MaxDetections = variant.TryGetProperty("maxDets", out var limits)
                ? [.. limits.EnumerateArray().Select(v => v.GetInt32())]
                : new InstanceOptions().MaxDetections,
            Categories =
                variant.TryGetProperty("catIds", out var categories) ? [.. categories.EnumerateArray().Select(v => v.GetInt64())] : null,
        };
        if (variant.TryGetProperty("imgIds", out var images))
        {
            var all = InstanceFile.ReadTruth(Path.Combine(folder, "gt.json"), masks: false).Images.Select(i => i.Id);
            options = options with
            {
                Images = images.ValueKind == JsonValueKind.Array
                    ? [.. images.EnumerateArray().Select(v => v.GetInt64())]
                    : [.. all.Where(id => id % 2 == (images.GetString() == "even" ? 0 : 1))],
            };
        }

        var described = Describe(Evaluate(folder, results, options).Report, results);
        described["name"] = variant.GetProperty("name").GetString();
        described["useCats"] = options.UseCategories ? 1 : 0;
        return described;
    }

    private static (InstanceSet Truth, InstanceSet Detections, InstanceReport Report) Evaluate(
        string folder, string results, InstanceOptions options)
    {
        var masks = options.Overlap != OverlapKind.Box;
        var truth = InstanceFile.ReadTruth(Path.Combine(folder, "gt.json"), masks);
        var detections = InstanceFile.ReadResults(Path.Combine(folder, results), truth, masks);
        return (truth, detections, new InstanceEvaluation(truth, detections, options).Run());
    }

    private static IEnumerable<int> Recalls(InstanceReport report) => Enumerable.Range(0, report.Curves.Recalls);

    private static JsonObject Describe(InstanceReport report, string results)
    {
        var (curves, scores) = (report.Curves, report.Scores);
        long[] shape = [curves.Thresholds, curves.Recalls, curves.Classes, curves.Ranges, curves.Limits];
        return new JsonObject
        {
            ["iouType"] = report.Options.Overlap == OverlapKind.Box ? "bbox" : "segm",
            ["results"] = results,
            ["stats"] = new JsonObject
            {
                ["AP"] = scores.AP,
                ["AP50"] = scores.AP50,
                ["AP75"] = scores.AP75,
                ["APs"] = scores.APSmall,
                ["APm"] = scores.APMedium,
                ["APl"] = scores.APLarge,
                ["AR1"] = scores.AR1,
                ["AR10"] = scores.AR10,
                ["AR100"] = scores.AR100,
                ["ARs"] = scores.ARSmall,
                ["ARm"] = scores.ARMedium,
                ["ARl"] = scores.ARLarge,
            },
            ["catIds"] = JsonNumbers.Of(report.Categories.Select(c => c.Id)),
            ["imgIds"] = JsonNumbers.Of(report.Images),
            ["maxDets"] = JsonNumbers.Of(report.MaxDetections),
            ["areaRng"] = JsonNumbers.List(report.Options.AreaRanges, range => JsonNumbers.Of([range.Low, range.High])),
            ["precision"] = Digest(curves.Precision, shape),
            ["recall"] = Digest(curves.Recall, [shape[0], .. shape[2..]]),
            ["scores"] = Digest(curves.Scores, shape),
            ["recall_TKAM"] = Nested(curves, curves.RecallAt),
            ["precision_mean_over_R_TKAM"] = Nested(
                curves, (t, k, a, m) => Recalls(report).Sum(r => curves.PrecisionAt(t, r, k, a, m)) / curves.Recalls),
        };
    }

    private static JsonArray Nested(PrecisionCurves curves, Func<int, int, int, int, double> value) =>
        JsonNumbers.List(
            Enumerable.Range(0, curves.Thresholds), t => JsonNumbers.List(Enumerable.Range(0, curves.Classes), k => JsonNumbers.List(
                Enumerable.Range(0, curves.Ranges),
                a => JsonNumbers.Of(Enumerable.Range(0, curves.Limits).Select(m => value(t, k, a, m))))));

    private static JsonObject Digest(ReadOnlySpan<double> values, IEnumerable<long> shape)
    {
        var (sum, lost) = (0.0, 0.0);
        foreach (var value in values)
        {
            // Neumaier: the exact sum to the last digit or nearly so.
            var next = sum + value;
            lost += Math.Abs(sum) >= Math.Abs(value) ? sum - next + value : value - next + sum;
            sum = next;
        }

        return new JsonObject
        {
            ["shape"] = JsonNumbers.Of(shape),
            ["sha256_f64le"] = Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(values))),
            ["sum"] = sum + lost,
        };
    }

    private static JsonObject Matches(ImageMatches matches) => new()
    {
        ["image_id"] = matches.Image,
        ["category_id"] = matches.Category,
        ["dtIds"] = JsonNumbers.Of(matches.Detections.Select(d => d.Id)),
        ["gtIds"] = JsonNumbers.Of(matches.Truths.Select(t => t.Id)),
        ["dtScores"] = JsonNumbers.Of(matches.Detections.Select(d => d.Score)),
        ["dtMatches"] = JsonNumbers.List(matches.DetectionMatch, JsonNumbers.Of),
        ["gtMatches"] = JsonNumbers.List(matches.TruthMatch, JsonNumbers.Of),
        ["dtIgnore"] = JsonNumbers.List(matches.DetectionIgnored, flags => JsonNumbers.Of(flags.Select(f => f ? 1 : 0))),
        ["gtIgnore"] = JsonNumbers.Of(matches.TruthIgnored.Select(f => f ? 1 : 0)),
    };

    private static JsonObject Detectron2(InstanceReport report)
    {
        var scores = report.Scores;
        var result = new JsonObject();
        foreach (var (name, value) in new[] { ("AP", scores.AP), (
            "AP50", scores.AP50), ("AP75", scores.AP75), ("APs", scores.APSmall), ("APm", scores.APMedium), ("APl", scores.APLarge) })
        {
            result[name] = JsonNumbers.Of(value >= 0 ? value * 100 : double.NaN);
        }

        for (var k = 0; k < report.Categories.Count; k++)
        {
            var ap = report.MeanPrecision(null, report.Options.AreaRanges[0].Name, report.MaxDetections[^1], k);
            result[$"AP-{report.Categories[k].Name}"] = JsonNumbers.Of(ap >= 0 ? ap * 100 : double.NaN);
        }

        return result;
    }
}
