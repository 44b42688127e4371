using System.Text.Json.Nodes;
using Panoptes.Imaging.Drawing;
using Panoptes.Metrics.Flattening;
using Panoptes.Metrics.Instances;
using Panoptes.Metrics.Intervals;
using Panoptes.Metrics.Panoptic;
using Panoptes.Metrics.Rules;

namespace Panoptes.Metrics.Scoring;

/// <summary>Scores COCO detections.</summary>
public static class InstanceScorer
{
    private static readonly string[] Names = ["AP", "AP50", "AP75", "APs", "APm", "APl", "AR1", "AR10", "AR100", "ARs", "ARm", "ARl"];

    /// <summary>Scores.</summary>
    /// <param name="truthFile">COCO instances JSON.</param>
    /// <param name="resultsFile">COCO results JSON.</param>
    /// <param name="options">How.</param>
    public static ScoreReport Score(string truthFile, string resultsFile, InstanceOptions? options = null)
    {
        options ??= new InstanceOptions();
        var masks = options.Overlap != OverlapKind.Box;
        var truth = InstanceFile.ReadTruth(truthFile, masks);
        var results = InstanceFile.ReadResults(resultsFile, truth, masks);
        var report = new InstanceEvaluation(truth, results, options).Run();
        var files = truth.Images.ToDictionary(image => image.Id, image => image.FileName.Length > 0 ? image.FileName : image.Key);
        var flat = masks && options.UseCategories ? FlattenedEvaluation.Run(
            truth, results, report.Categories, [.. report.Images.Select(id => (id, files[id]))],
            new PanopticOptions { Threads = options.Threads }) : null;
        var things = flat is null ? null : new ThingReport(flat.Counts, flat.Confused);
        var resampled = flat is null ? null : PanopticResampling.OfThings(flat.Images, flat.Counts.Categories);
        return new ScoreReport
        {
            Protocol = options.Overlap switch
            {
                OverlapKind.Box => "box AP, pycocotools 8c9bcc3",
                OverlapKind.Mask => "mask AP, pycocotools 8c9bcc3",
                _ => "boundary AP (min of mask and boundary IoU, 2 % of the diagonal), rules of pycocotools 8c9bcc3",
            } + (options.Rules == ScoringRules.Corrected ? ", corrected" : ""),
            Title = "instances",
            Inputs = [new("gt", truthFile, truth.Sha256), new("pred", resultsFile, results.Sha256)],
            Headlines =
            [
                .. Values(report).Select((value, i) => new Headline(Names[i], value)),
                .. things?.Headlines ?? [],
            ],
            Tables = [ClassTable(report, truth, results), .. things?.Tables ?? []],
            Grids = things?.Grids ?? [],
            Appendix = things?.Appendix ?? [],
            Curves = things is null ? [] : [things.Curve],
            Details = things?.AddFlattenedTo(Details(report)) ?? Details(report),
            Resampling = new Resampling([.. report.Images.Select(id => files[id])], [.. report.Categories.Select(c => c.Name)], weights =>
            {
                var drawn = report.Weighted(weights);
                return new ResampledScores(
                    Values(drawn), [.. Enumerable.Range(0, drawn.Categories.Count).Select(k => ClassAP(drawn, null, k))])
                    .With(resampled?.Score(weights));
            })
            {
                Further = resampled?.Further ?? [],
            },
            Remarks =
            [
                .. flat is null ? Array.Empty<string>() : [ThingReport.FlattenedRemark],
                .. Remarks(report, results),
            ],
            Rules = options.Rules,
            Notes = Notes(report, truth, results),
            ClassColors = [.. report.Categories.Select(c => c.Name).Zip(LabelColors.Distinct(report.Categories.Count))],
            Absent =
            [
                .. report.Categories.ExceptBy(truth.Objects.Concat(results.Objects).Select(o => o.Category), c => c.Id)
                    .Select(c => c.Name),
            ],
            WorstImages = photographs =>
            {
                using var pictures = new InstancePictures(report, truth, results, photographs);
                return pictures.Draw();
            },
        };
    }

    private static double[] Values(InstanceReport report)
    {
        var s = report.Scores;
        return [.. new[]
        {
            s.AP,
            s.AP50,
            s.AP75,
            s.APSmall,
            s.APMedium,
            s.APLarge,
            s.AR1,
            s.AR10,
            s.AR100,
            s.ARSmall,
            s.ARMedium,
            s.ARLarge,
        }
            .Select(Defined)];
    }

    private static double Defined(double value) => value < 0 ? double.NaN : value;

    private static double ClassAP(InstanceReport report, double? threshold, int k) =>
        Defined(report.MeanPrecision(threshold, report.Options.AreaRanges[0].Name, report.MaxDetections[^1], k));

    private static ScoreTable ClassTable(InstanceReport report, InstanceSet truth, InstanceSet results)
    {
        var (truths, detections) = (truth.Objects.ToLookup(o => o.Category), results.Objects.ToLookup(o => o.Category));
        return new ScoreTable("classes", ["class", "AP", "AP50", "AP75", "AR", "truth", "crowds", "detections"], [.. report.Categories
            .Select((category, k) => (IReadOnlyList<object>)
            [
                category.Name, ClassAP(report, null, k), ClassAP(report, .5, k), ClassAP(report, .75, k),
                Defined(report.MeanRecall(report.Options.AreaRanges[0].Name, report.MaxDetections[^1], k)),
                truths[category.Id].LongCount(o => !o.IsCrowd), truths[category.Id].LongCount(o => o.IsCrowd),
                detections[category.Id].LongCount(),
            ])]);
    }

    private static List<ScoreNote> Notes(InstanceReport report, InstanceSet truth, InstanceSet results)
    {
        var notes = new List<ScoreNote>();
        Add(
            "instances-id-zero", o => o.Id == 0 && !o.IsCrowd, "ground-truth annotations with id 0",
            "pycocotools takes a match with id 0 for no match and counts the detection as wrong; number annotations from 1");
        Add(
            "instances-ignore", o => o.IsIgnored && !o.IsCrowd, "ground-truth annotations with \"ignore\": 1",
            "pycocotools overwrites \"ignore\" by \"iscrowd\" and counts them");
        if (notes.Count == 0)
        {
            return notes;
        }

        var isCorrected = report.Options.Rules == ScoringRules.Corrected;
        var other = new InstanceEvaluation(
            truth, results, report.Options with { Rules = isCorrected ? ScoringRules.Published : ScoringRules.Corrected }).Run();
        var (published, corrected) = isCorrected ? (Values(other), Values(report)) : (Values(report), Values(other));
        return [.. notes.Select(note => note with { Numbers = ScoreNote.Moved(Names, published, corrected) })];

        void Add(string quirk, Func<InstanceObject, bool> isHit, string what, string effect)
        {
            var hit = truth.Objects.Where(isHit).ToList();
            if (hit.Count > 0)
            {
                notes.Add(new ScoreNote(quirk, hit.Count, what, $"{truth.Source}: $.annotations[{hit[0].Index}]", effect));
            }
        }
    }

    private static List<string> Remarks(InstanceReport report, InstanceSet results)
    {
        var remarks = new List<string>();
        var known = report.Categories.Select(c => c.Id).ToHashSet();
        var strange = report.Options.UseCategories ? results.Objects.Count(o => !known.Contains(o.Category)) : 0;
        if (strange > 0)
        {
            remarks.Add($"{strange} detections of categories that are not evaluated are ignored");
        }

        var most = report.MaxDetections.DefaultIfEmpty(0).Max();
        var beyond = results.Objects.GroupBy(o => (o.Image, report.Options.UseCategories ? o.Category : 0))
            .Sum(group => Math.Max(0, group.Count() - most));
        if (beyond > 0)
        {
            remarks.Add($"{beyond} detections beyond the best {most} of an image and category count nowhere");
        }

        if (!report.MaxDetections.Contains(100))
        {
            remarks.Add("AP is undefined: it is asked for at 100 detections, which is not among the limits");
        }

        return remarks;
    }

    private static JsonObject Details(InstanceReport report) => new()
    {
        ["iou_thresholds"] = ScoreJson.Numbers(report.Options.IoUThresholds),
        ["max_detections"] = ScoreJson.Numbers(report.MaxDetections.Select(m => (long)m)),
        ["classes"] = new JsonArray([.. report.Categories.Select((category, k) => (JsonNode)new JsonObject
        {
            ["id"] = category.Id, ["name"] = category.Name, ["ap"] = ScoreJson.Number(ClassAP(report, null, k)),
            ["ap_by_iou"] = ScoreJson.Numbers(report.Options.IoUThresholds.Select(t => ClassAP(report, t, k))),
            ["ar"] = ScoreJson.Number(Defined(report.MeanRecall(report.Options.AreaRanges[0].Name, report.MaxDetections[^1], k))),
            ["precision_iou50"] = ScoreJson.Numbers(Enumerable.Range(0, report.Curves.Recalls)
                .Select(r => Defined(report.Curves.PrecisionAt(0, r, k, 0, report.Curves.Limits - 1)))),
        })]),
    };
}
