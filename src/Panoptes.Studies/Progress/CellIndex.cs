using Panoptes.Experiments.Events;
using Panoptes.Foundation;
using Panoptes.Studies.Cells;
using Panoptes.Studies.Folders;
using Panoptes.Studies.Leases;
using Panoptes.Studies.Records;
using Panoptes.Studies.Statuses;
using Panoptes.Studies.Stores;

namespace Panoptes.Studies.Progress;

/// <summary>Lists a cell in the study's store as its folder says.</summary>
public sealed class CellIndex
{
    private readonly StudyFolder study;
    private readonly Settings.StudyConfig config;
    private readonly IStudyStore store;
    private readonly CellReader reader;

    /// <summary>Makes it.</summary>
    public CellIndex(StudyFolder study, Settings.StudyConfig config, IStudyStore store)
    {
        ArgumentNullException.ThrowIfNull(config);
        (this.study, this.config, this.store, reader) = (study, config, store, new CellReader(study, config.Leases));
    }

    /// <summary>Reads a cell's folder and writes its row and numbers.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="lease">Its lease.</param>
    public CellRow Refresh(PlannedCell cell, Lease? lease)
    {
        ArgumentNullException.ThrowIfNull(cell);
        return Refresh([cell], _ => lease)[0];
    }

    /// <summary>Reads the folders of cells and writes their rows, all at once, and their numbers.</summary>
    /// <param name="cells">The cells.</param>
    /// <param name="lease">The lease of a cell.</param>
    /// <returns>Their rows, in the same order.</returns>
    public IReadOnlyList<CellRow> Refresh(IReadOnlyList<PlannedCell> cells, Func<PlannedCell, Lease?> lease)
    {
        ArgumentNullException.ThrowIfNull(cells);
        ArgumentNullException.ThrowIfNull(lease);
        var rows = new List<CellRow>(cells.Count);
        var numbers = new List<(CellRow Row, IReadOnlyList<EvaluationRow> Evaluations)>();
        foreach (var cell in cells)
        {
            var row = Row(cell, lease(cell), out var evaluations);
            rows.Add(row);
            if (evaluations.Count > 0)
            {
                numbers.Add((row, evaluations));
            }
        }

        store.Write(rows);
        numbers.ForEach(entry => store.Write(entry.Row.Id, entry.Row.Token, entry.Evaluations));
        return rows;
    }

    /// <summary>The row of a cell that has no folder yet.</summary>
    public static CellRow Planned(PlannedCell cell)
    {
        ArgumentNullException.ThrowIfNull(cell);
        return new CellRow
        {
            Id = cell.Id,
            Key = cell.Key,
            Fingerprint = cell.Fingerprint,
            Folder = cell.Folder,
            Status = cell.Skipped is { } why
                ? new CellStatus { State = CellState.Skipped, Reason = why, Steps = cell.Steps }
                : new CellStatus { State = CellState.Planned, Steps = cell.Steps },
            Updated = DateTime.UtcNow,
        };
    }

    /// <summary>The row of a cell, and its numbers.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="lease">Its lease.</param>
    /// <param name="evaluations">Its numbers; none where it has not been measured yet.</param>
    private CellRow Row(PlannedCell cell, Lease? lease, out IReadOnlyList<EvaluationRow> evaluations)
    {
        evaluations = [];
        var folder = study.Of(cell);
        var planned = Planned(cell);
        if (cell.Skipped is not null || !Directory.Exists(folder.FullPath))
        {
            return planned;
        }

        var attempts = folder.Begun();
        var status = reader.Status(cell, lease);
        if (attempts.Count == 0)
        {
            return planned with { Status = status };
        }

        var newest = attempts[^1];
        var history = RunHistory.Read(newest.RunEvents);
        var result = status.State is CellState.Completed or CellState.Invalidated or CellState.Stale ? Result(folder) : null;
        var points = history.Evaluations(config.Split).ToList();
        evaluations = [.. Rows(cell, newest, history, points, result)];
        var primary = result is not null ? Judging(result.Metrics) : points is [.., var last] ? Judging(last.Metrics) : null;
        double[] all = [.. points.Select(point => Judging(point.Metrics)?.Value).OfType<double>()];
        return planned with
        {
            Status = status,
            Metric = primary?.Name ?? "",
            Value = primary?.Value,
            Best = all.Length == 0 ? primary?.Value : primary?.HigherIsBetter == false ? all.Min() : all.Max(),
            Seconds = history.Seconds,
            Token = newest.Token,
        };
    }

    private MetricRow? Judging(IReadOnlyList<MetricRow> metrics) => JudgedMetric.Of(metrics, config.Metric);

    private static CellResultFile? Result(CellFolder folder)
    {
        try
        {
            return folder.ReadResult();
        }
        catch (InputException)
        {
            return null;
        }
    }

    private IEnumerable<EvaluationRow> Rows(
        PlannedCell cell, AttemptFolder newest, RunHistory history, List<EvaluationPoint> points, CellResultFile? result)
    {
        foreach (var point in points)
        {
            var seconds = RunTime.Until(history, point);
            foreach (var metric in point.Metrics)
            {
                yield return new EvaluationRow(
                    cell.Id, newest.Token, point.Split, point.Step, metric.Name, metric.Value, seconds, false);
            }
        }

        foreach (var metric in result?.Metrics ?? [])
        {
            yield return new EvaluationRow(
                cell.Id, newest.Token, config.Split, result!.WeightsStep, metric.Name, metric.Value, result.TrainSeconds, true);
        }
    }
}
