using Panoptes.Experiments.Configuration;
using Panoptes.Experiments.Events;
using Panoptes.Experiments.Recipes;
using Panoptes.Experiments.Runs;
using Panoptes.Experiments.Settings;
using Panoptes.Foundation;
using Panoptes.Studies.Cells;
using Panoptes.Studies.Folders;
using Panoptes.Studies.Leases;
using Panoptes.Studies.Planning;
using Panoptes.Studies.Progress;
using Panoptes.Studies.Records;
using Panoptes.Studies.Results;
using Panoptes.Studies.Settings;
using Panoptes.Studies.Statuses;

namespace Panoptes.Studies.Gathering;

/// <summary>Reads what reports are made of from a study's folders.</summary>
public sealed class ResultsReader
{
    private const double Percent = 100;
    private readonly StudyFolder study;
    private readonly StudyConfig config;
    private readonly CellReader reader;

    /// <summary>Makes a reader.</summary>
    public ResultsReader(StudyFolder study, StudyConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        (this.study, this.config, reader) = (study, config, new CellReader(study, config.Leases));
    }

    /// <summary>Reads all cells.</summary>
    /// <param name="cells">The planned cells.</param>
    /// <param name="leases">Who holds what, by fingerprint.</param>
    /// <param name="further">Cells that were not planned here: imported ones.</param>
    public StudyResults Read(
        IReadOnlyList<PlannedCell> cells, IReadOnlyDictionary<string, Lease> leases, IReadOnlyList<ResultCell> further)
    {
        ArgumentNullException.ThrowIfNull(cells);
        ArgumentNullException.ThrowIfNull(leases);
        ArgumentNullException.ThrowIfNull(further);
        var read = cells.Where(cell => cell.Skipped is null).Select(cell => Cell(cell, leases.GetValueOrDefault(cell.Fingerprint)))
            .Concat(further).ToList();
        var (primary, second) = Metrics(read);
        return new StudyResults
        {
            Name = study.Name,
            Title = config.Title,
            About = config.About,
            Metric = primary?.Name ?? config.Metric ?? "",
            MetricTitle = primary?.Title ?? config.Metric ?? "",
            IsShare = primary?.IsShare ?? true,
            HigherIsBetter = primary?.HigherIsBetter ?? true,
            SecondMetric = second?.Name,
            SecondMetricTitle = second?.Title,
            Reference = config.Reference ?? (config.Recipes is [var first, _, ..] ? first.Name : null),
            Data = [.. read.Select(cell => cell.Key.Data).Distinct()],
            Models = [.. config.Models.Select(model => model.Name).Union(read.Select(cell => cell.Key.Model))],
            Recipes = [.. config.Recipes.Select(recipe => recipe.Name).Union(read.Select(cell => cell.Key.Recipe))],
            Titles = Titles(),
            Declared = [.. config.Declared, .. Intended()],
            Target = config.Target,
            AssumedNoise = config.AssumedNoise,
            Trend = config.Trend,
            Cells = read,
            Read = DateTime.UtcNow,
        };
    }

    private Dictionary<string, string> Titles()
    {
        var titles = new Dictionary<string, string>();
        foreach (var value in config.Data.Concat(config.Models).Concat(config.Recipes).Where(value => value.Title.Length > 0))
        {
            titles.TryAdd(value.Name, value.Title);
        }

        return titles;
    }

    // What recipes are there to vary.
    private IEnumerable<string> Intended() =>
        config.Recipes.SelectMany(recipe => recipe.Set).Select(setting => setting.Split('=')[0].Trim()).Append("train.seed").Distinct();

    private ResultCell Cell(PlannedCell cell, Lease? lease)
    {
        var folder = study.Of(cell);
        var status = reader.Status(cell, lease);
        var known = ConfigOf(cell, folder);
        var bare = new ResultCell
        {
            Id = cell.Id,
            Key = cell.Key,
            Status = status,
            Batch = cell.Batch,
            Steps = cell.Steps,
            Config = known,
            Devices = config.Launcher.Processes,
            Owner = lease?.Owner is { } owner ? $"{owner.User}@{owner.Host}" : "",
        };
        if (known is not null && PublishedOf(known) is { } published)
        {
            bare = bare with { Published = published.Value, PublishedSource = published.Source };
        }

        return folder.Begun() is [.., var newest] ? Measured(bare, folder, newest) : bare;
    }

    private ResultCell Measured(ResultCell bare, CellFolder folder, AttemptFolder newest)
    {
        var history = RunHistory.Read(newest.RunEvents);
        var result = bare.Status.State == CellState.Completed ? folder.ReadResult() : null;
        var evaluations = history.Evaluations(config.Split).ToList();
        return bare with
        {
            TrainImages = ImagesOf(newest),
            Curve =
            [
                .. evaluations.Select(point => new ResultPoint
                {
                    Step = point.Step,
                    Seconds = RunTime.Until(history, point),
                    Metrics = Ordered(point.Metrics),
                }),
            ],
            Final = result is null ? null : new ResultPoint
            {
                Step = result.WeightsStep,
                Seconds = result.TrainSeconds,
                Metrics = Ordered(result.Metrics),
            },
            TrainSeconds = result?.TrainSeconds ?? Math.Max(0, history.Seconds - evaluations.Sum(point => point.Seconds)),
            EvaluationSeconds = result?.EvaluationSeconds ?? evaluations.Sum(point => point.Seconds),
            Devices = result?.Processes ?? bare.Devices,
            DeviceName = result?.Device ?? "",
            PeakMemoryMib = result?.PeakMemoryMib ?? CellProof.Peak(history),
            LearningRate = history.Training.LastOrDefault()?.LearningRate,
        };
    }

    // As they were when training began: the data themselves may be on another machine.
    private static long? ImagesOf(AttemptFolder attempt)
    {
        try
        {
            return RunSummary.Read(Path.Combine(attempt.Run, "summary.json"))?.Splits
                .FirstOrDefault(split => split.Role == "train")?.Images;
        }
        catch (InputException)
        {
            return null;
        }
    }

    // The number that the study is about first, whatever the evaluation's own order.
    private IReadOnlyList<MetricRow> Ordered(IReadOnlyList<MetricRow> metrics) => config.Metric is { } name
        ? [.. metrics.OrderByDescending(metric => metric.Name == name)]
        : metrics;

    private (MetricRow? Primary, MetricRow? Second) Metrics(List<ResultCell> cells)
    {
        var metrics = cells.Select(cell => cell.Final ?? (cell.Curve is [.., var last] ? last : null))
            .FirstOrDefault(point => point?.Metrics.Count > 0)?.Metrics ?? [];
        var primary = JudgedMetric.Of(metrics, config.Metric);
        var others = metrics.Where(metric => metric.Name != primary?.Name);
        return (primary, config.SecondMetric is { } second
            ? others.FirstOrDefault(metric => metric.Name == second)
            : others.FirstOrDefault());
    }

    private static RunConfig? ConfigOf(PlannedCell cell, CellFolder folder)
    {
        try
        {
            return File.Exists(folder.Config) ? ConfigReader.Read<RunConfig>(folder.Config, []) : StudyMatrix.ConfigOf(cell);
        }
        catch (InputException)
        {
            return null;
        }
    }

    private static (double Value, string Source)? PublishedOf(RunConfig run)
    {
        try
        {
            return PublishedRecipes.For(run)?.Config.Recipe is { Target: { } target } recipe
                ? (target / Percent, recipe.Source ?? "the recipe's file")
                : null;
        }
        catch (InputException)
        {
            return null;
        }
    }
}
