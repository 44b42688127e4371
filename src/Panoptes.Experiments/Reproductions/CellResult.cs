using Panoptes.Experiments.Evaluations;
using Panoptes.Experiments.Events;
using Panoptes.Experiments.Runs;

namespace Panoptes.Experiments.Reproductions;

/// <summary>What a trained cell came to.</summary>
public sealed record CellResult
{
    /// <summary>The name of its network.</summary>
    public string Network { get; init; } = "";

    /// <summary>The name of the way it was trained.</summary>
    public string Arm { get; init; } = "";

    /// <summary>Its seed.</summary>
    public long Seed { get; init; }

    /// <summary>Its run, relative to the reproduction's folder.</summary>
    public string Run { get; init; } = "";

    /// <summary>The step of its weights.</summary>
    public long Step { get; init; }

    /// <summary>Seconds that training and measuring took, all attempts together.</summary>
    public double Seconds { get; init; }

    /// <summary>The numbers of its evaluation.</summary>
    public IReadOnlyList<MetricRow> Metrics { get; init; } = [];

    /// <summary>The curve that the page draws; null for none.</summary>
    public CurveRow? Curve { get; init; }

    /// <summary>A number; NaN where the evaluation has none of this name, or it is undefined.</summary>
    public double Of(string metric) => Metrics.FirstOrDefault(row => row.Name == metric)?.Value ?? double.NaN;

    /// <summary>Reads what a cell's run holds.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="run">Its run, measured on <paramref name="split"/>.</param>
    /// <param name="folder">The reproduction's folder.</param>
    /// <param name="split">The split.</param>
    /// <param name="curve">The key of the curve to keep; null for none.</param>
    internal static CellResult Read(Cell cell, RunFolder run, string folder, string split, string? curve)
    {
        var file = EvaluationFile.Read(run.Evaluation(split));
        return new CellResult
        {
            Network = cell.Network.Name,
            Arm = cell.Arm.Name,
            Seed = cell.Seed,
            Run = Path.GetRelativePath(folder, run.FullPath),
            Step = file.Step,
            Seconds = RunHistory.Read(run.EventLog).Seconds + file.Seconds,
            Metrics = file.Kinds[0].Metrics,
            Curve = file.Kinds[0].Curves.FirstOrDefault(row => curve is not null && row.Key == curve),
        };
    }
}
