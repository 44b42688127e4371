using Panoptes.Experiments.Events;
using Panoptes.Studies.Cells;
using Panoptes.Studies.Results;
using Panoptes.Studies.Statuses;

namespace Panoptes.Studies.Tests.Analysis;

/// <summary>The numbers of a published comparison of training recipes on Cityscapes, as results of a study that imported them.</summary>
internal static class SeedStudy
{
    public const string Reference = "reference";
    public const string Large = "bs16";
    public const string Small = "bs8";
    private const string Origin = "comparison.md";
    private const string Device = "NVIDIA A100 80GB";

    private static readonly Dictionary<string, (int Batch, long Steps, long Every, string Letter)> Recipes = new()
    {
        [Reference] = (2, 80_000, 8_000, "a"),
        [Large] = (16, 20_000, 2_000, "b"),
        [Small] = (8, 40_000, 4_000, "c"),
    };

    private static readonly Dictionary<string, double> Published = new()
    {
        ["pspnet_r50"] = 78.55,
        ["deeplabv3plus_r50"] = 80.09,
        ["hrnet_hr48"] = 80.65,
        ["segformer_mit-b3"] = 81.94,
        ["segnext_mscan-b"] = 82.6,
        ["mask2former_swin-b"] = 83.52,
    };

    public static StudyResults Results { get; } = new()
    {
        Name = "cityscapes-comparison",
        Title = "Cityscapes training comparison",
        About = "Whether the unified training recipe gives results comparable to the reference recipe.",
        Metric = "mean_iou",
        MetricTitle = "mIoU",
        SecondMetric = "pixel_accuracy",
        SecondMetricTitle = "aAcc",
        Reference = Reference,
        Data = ["cityscapes"],
        Models = [.. Published.Keys],
        Recipes = [.. Recipes.Keys],
        Titles = new Dictionary<string, string>
        {
            [Reference] = "Reference (80k, BS=2)",
            [Large] = "Unified (20k, BS=16)",
            [Small] = "Unified (40k, BS=8)",
        },
        Read = new DateTime(2026, 2, 3, 12, 0, 0, DateTimeKind.Utc),
        Cells =
        [
            Done("pspnet_r50", Reference, 57.64),
            Done("pspnet_r50", Large, 56.86) with { Owner = "chge7185" },
            Done("deeplabv3plus_r50", Reference, 58.02),
            Waiting("deeplabv3plus_r50", CellState.Blocked, 0, "lock held by chge7185"),
            Done("hrnet_hr48", Reference, 65.67),
            Waiting("hrnet_hr48", CellState.Blocked, 0, "lock held by chge7185"),
            Done("segformer_mit-b3", Reference, 79.98, 27_050),
            Done("segformer_mit-b3", Large, 75.97, 8_099,
                [57.78, 56.41, 63.15, 69.83, 68.98, 68.04, 73.13, 74.60, 74.67, 75.97],
                [92.98, 92.72, 93.98, 94.57, 94.67, 94.10, 95.40, 95.49, 95.61, 95.58]),
            Done("segformer_mit-b3", Small, 76.84, 8_958,
                [58.69, 62.77, 66.63, 69.27, 70.95, 71.55, 66.61, 73.77, 75.87, 76.84],
                [93.43, 93.95, 94.29, 94.42, 94.77, 94.92, 93.60, 95.27, 95.41, 95.68], "lsf 1057498"),
            Done("segnext_mscan-b", Reference, 81.13, 33_627),
            Done("segnext_mscan-b", Large, 79.97, 8_794,
                [59.16, 64.75, 70.93, 74.59, 73.54, 76.80, 76.58, 78.90, 79.40, 79.97],
                [93.29, 94.06, 95.25, 95.46, 95.37, 95.92, 95.94, 96.18, 96.26, 96.33]),
            Done("segnext_mscan-b", Small, 80.54, 9_584,
                [62.63, 65.53, 67.83, 75.30, 75.45, 74.62, 77.59, 79.03, 79.33, 80.54],
                [94.16, 94.39, 94.87, 95.78, 95.67, 95.99, 95.81, 96.21, 96.32, 96.40], "lsf 1057499"),
            Waiting("mask2former_swin-b", CellState.Running, 2_500, ""),
        ],
    };

    private static ResultCell Done(
        string model, string recipe, double value, double? seconds = null, double[]? curve = null, double[]? accuracy = null,
        string? job = null)
    {
        var (batch, steps, every, letter) = Recipes[recipe];
        ResultPoint[] points = [.. (curve ?? []).Select((one, place) => Point((place + 1) * every, one, accuracy![place]))];
        return new ResultCell
        {
            Id = Id(model, letter),
            Key = new CellKey("cityscapes", model, recipe, 0),
            Status = new CellStatus
            {
                State = CellState.Completed,
                Step = steps,
                Steps = steps,
                Attempts = 1,
                Jobs = job is null ? [] : [job],
            },
            ImportedFrom = Origin,
            Batch = batch,
            Steps = steps,
            TrainImages = 2975,
            Curve = points,
            Final = points.Length > 0 ? points[^1] : Point(steps, value, null),
            TrainSeconds = seconds,
            DeviceName = Device,
            Published = Published[model] / 100,
            PublishedSource = "published models of the model's own repository",
        };
    }

    private static ResultCell Waiting(string model, CellState state, long step, string reason) => new()
    {
        Id = Id(model, Recipes[Large].Letter),
        Key = new CellKey("cityscapes", model, Large, 0),
        Status = new CellStatus { State = state, Step = step, Steps = Recipes[Large].Steps, Reason = reason },
        Batch = Recipes[Large].Batch,
        Steps = Recipes[Large].Steps,
        TrainImages = 2975,
    };

    // Ids of cells are hashes; these are any, one apiece.
    private static string Id(string model, string letter) => $"{letter}{Published.Keys.ToList().IndexOf(model)}c5e0f1{letter}7";

    private static ResultPoint Point(long step, double value, double? accuracy) => new()
    {
        Step = step,
        Metrics =
        [
            new MetricRow { Name = "mean_iou", Title = "mIoU", Value = value / 100 },
            .. accuracy is { } share ? new[] { new MetricRow { Name = "pixel_accuracy", Title = "aAcc", Value = share / 100 } } : [],
        ],
    };
}
