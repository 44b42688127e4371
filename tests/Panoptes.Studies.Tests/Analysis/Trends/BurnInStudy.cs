using Panoptes.Data.Configuration;
using Panoptes.Experiments.Events;
using Panoptes.Experiments.Settings;
using Panoptes.Foundation;
using Panoptes.Studies.Analysis;
using Panoptes.Studies.Cells;
using Panoptes.Studies.Results;
using Panoptes.Studies.Settings;
using Panoptes.Studies.Statuses;
using Panoptes.Training.Configuration;

namespace Panoptes.Studies.Tests.Analysis.Trends;

/// <summary>A study of burn-in lengths on parts of the labels, whose best length is known.</summary>
internal static class BurnInStudy
{
    public const string Over = "distillation.burn_in";
    public const string By = "distillation.labeled_percent";
    public const long Steps = 100_000;
    public static readonly long[] Lengths = [1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 64_000];
    public static readonly double[] Percents = [5, 10, 20, 40];

    /// <summary>A score that falls with the distance from the best length, in factors of two, and noise of seeds.</summary>
    /// <param name="best">The best length for a percentage.</param>
    /// <param name="noise">Deviation between seeds, as a share.</param>
    /// <param name="slope">What each factor of two costs, as a share.</param>
    /// <param name="unit">What lengths are multiplied by in the configuration, but not in the score.</param>
    /// <param name="seeds">Seeds of each.</param>
    /// <param name="salt">Other noise.</param>
    public static StudyResults Of(
        Func<double, double> best, double noise = 0.002, double slope = 0.02, long unit = 1, int seeds = 3, long salt = 0) => new()
        {
            Name = "burn-in",
            Metric = "ap",
            MetricTitle = "AP",
            Reference = "b1000",
            Data = [.. Percents.Select(percent => $"perc-{percent}")],
            Models = ["mask2former"],
            Recipes = [.. Lengths.Select(length => $"b{length}")],
            Declared = [Over],
            Trend = new TrendConfig { Over = Over, By = By },
            Read = new DateTime(2026, 5, 1, 8, 30, 0, DateTimeKind.Utc),
            Cells =
        [
            .. from percent in Percents
               from length in Lengths
               from seed in Enumerable.Range(0, seeds)
               let random = new SeededRandom(salt, (long)percent, length, seed)
               let score = 0.4 - (slope * Math.Abs(Math.Log2(length / best(percent)))) + (noise * random.NextNormal())
               select Cell(percent, length * unit, $"b{length}", seed, score),
        ],
        };

    /// <summary>The trend alone: comparing all settings of a report is slow.</summary>
    public static Studies.Analysis.Trends.Trend Trend(StudyResults results)
    {
        var scale = MetricScale.Of(results);
        RecipeResult[] recipes =
        [
            .. new StudyNames(results).InOrder(results.Cells).GroupBy(cell => (cell.Key.Data, cell.Key.Model, cell.Key.Recipe))
                .Select(group => new RecipeResult(
                    new Subject(group.Key.Data, group.Key.Model), group.Key.Recipe, [.. group], scale)),
        ];
        var noise = recipes.GroupBy(recipe => recipe.Subject.Data)
            .ToDictionary(group => group.Key, group => NoiseBand.Of(group.Key, group, results.AssumedNoise * scale.Factor));
        return Studies.Analysis.Trends.Trend.Of(results.Trend!, recipes, noise, scale);
    }

    public static ResultCell Cell(double percent, long? length, string recipe, long seed, double score) => new()
    {
        Id = $"{percent:00}{recipe}s{seed}abcdef",
        Key = new CellKey($"perc-{percent}", "mask2former", recipe, seed),
        Status = new CellStatus { State = CellState.Completed, Step = Steps, Steps = Steps, Attempts = 1 },
        Batch = 16,
        Steps = Steps,
        Final = Point(Steps, score),
        DeviceName = "GPU",
        Config = new RunConfig
        {
            Data = new DataConfig
            {
                Streams = new Dictionary<string, StreamConfig> { ["labeled"] = new() { Share = percent / 100 }, ["unlabeled"] = new() },
            },
            Distillation = new DistillationConfig { Teacher = "teacher", BurnIn = length, LabeledPercent = percent },
            Train = new TrainConfig { BatchSize = 16, Steps = Steps, Seed = seed },
        },
    };

    public static ResultPoint Point(long step, double score) => new()
    {
        Step = step,
        Metrics = [new MetricRow { Name = "ap", Title = "AP", Value = score }],
    };
}
