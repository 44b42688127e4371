using Panoptes.Experiments.Events;
using Panoptes.Experiments.Settings;
using Panoptes.Studies.Cells;
using Panoptes.Studies.Results;
using Panoptes.Studies.Statuses;
using Panoptes.Training.Configuration;

namespace Panoptes.Studies.Tests.Analysis;

/// <summary>A study of runs of one's own: two models, three recipes, several seeds, judged by PQ.</summary>
internal static class RepeatedStudy
{
    public static StudyResults Results { get; } = new()
    {
        Name = "streets",
        Title = "Streets: batch and precision",
        Metric = "pq",
        MetricTitle = "PQ",
        Reference = "base",
        Data = ["streets"],
        Models = ["maskformer", "net|b"],
        Recipes = ["base", "wide", "half"],
        Titles = new Dictionary<string, string> { ["maskformer"] = "MaskFormer <Ü>" },
        Declared = ["train.batch_size", "train.steps"],
        AssumedNoise = 0.01,
        Read = new DateTime(2026, 5, 1, 8, 30, 0, DateTimeKind.Utc),
        Cells =
        [
            Done("maskformer", "base", 0, 0.510), Done("maskformer", "base", 1, 0.514), Done("maskformer", "base", 2, 0.512),
            Done("maskformer", "wide", 0, 0.530), Done("maskformer", "wide", 1, 0.533), Done("maskformer", "wide", 2, 0.527),
            Done("maskformer", "half", 0, 0.511),
            Done("net|b", "base", 0, 0.40), Done("net|b", "base", 1, 0.404),
            Done("net|b", "wide", 0, 0.396),
            Open("net|b", "wide", 1, CellState.Running),
            Open("net|b", "half", 0, CellState.Failed),
        ],
    };

    public static ResultCell Done(string model, string recipe, long seed, double value)
    {
        var (batch, steps, hours) = Of(recipe);
        ResultPoint[] curve =
        [
            .. Enumerable.Range(1, 4).Select(
                place => Point(steps * place / 4, value * (0.91 + (0.03 * Math.Min(place, 3))), hours * 900 * place)),
        ];
        return Planned(model, recipe, seed) with
        {
            Status = new CellStatus { State = CellState.Completed, Step = steps, Steps = steps, Attempts = 1 },
            Curve = curve,
            Final = Point(steps, value, hours * 3600),
            TrainSeconds = hours * 3600,
            EvaluationSeconds = 360,
            LearningRate = 1e-6,
            Published = 0.52,
            PublishedSource = "the paper, table 1",
        };
    }

    public static ResultCell Open(string model, string recipe, long seed, CellState state)
    {
        var cell = Planned(model, recipe, seed);
        return cell with
        {
            Status = new CellStatus
            {
                State = state,
                Step = 100,
                Steps = cell.Steps,
                StepsPerSecond = state == CellState.Running ? 0.5 : null,
                Failure = state == CellState.Failed ? FailureKind.OutOfMemory : null,
                Reason = state == CellState.Failed ? "needs 30 GiB" : "",
                Attempts = 2,
                Jobs = ["slurm 1", "slurm 2"],
            },
            Curve = [Point(100, 0.3, 60)],
        };
    }

    private static ResultCell Planned(string model, string recipe, long seed)
    {
        var (batch, steps, _) = Of(recipe);
        return new ResultCell
        {
            Id = $"{model[0]}{recipe[0]}{seed}0ffee77f00dbeef",
            Key = new CellKey("streets", model, recipe, seed),
            Owner = "ada",
            Batch = batch,
            Steps = steps,
            TrainImages = 1000,
            DeviceName = "GPU",
            Devices = 2,
            Config = new RunConfig
            {
                Train = new TrainConfig
                {
                    BatchSize = recipe == "half" ? 8 : batch,
                    Steps = steps,
                    Seed = seed,
                    Accumulation = recipe == "half" ? 2 : 1,
                },
            },
        };
    }

    private static (int Batch, long Steps, double Hours) Of(string recipe) => recipe switch
    {
        "base" => (8, 4000, 2),
        "wide" => (16, 4000, 3),
        _ => (16, 2000, 1),
    };

    private static ResultPoint Point(long step, double value, double seconds) => new()
    {
        Step = step,
        Seconds = seconds,
        Metrics = [new MetricRow { Name = "pq", Title = "PQ", Value = value }],
    };
}
