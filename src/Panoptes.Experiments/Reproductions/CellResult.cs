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

    /// <summary>The plan's courses, evaluation by evaluation while training.</summary>
    public IReadOnlyList<CoursePoint> Course { get; init; } = [];

    /// <summary>The incidents of the kinds that the plan names.</summary>
    public IReadOnlyList<CellIncident> Incidents { get; init; } = [];

    /// <summary>The number that a claim speaks of; NaN where there is none.</summary>
    /// <param name="claim">The claim.</param>
    public double Of(ClaimConfig claim)
    {
        ArgumentNullException.ThrowIfNull(claim);
        if (!claim.IsOfCourse)
        {
            return Of(claim.Metric);
        }

        var last = Course.Count == 0 ? 0 : Course[^1].Step;
        double[] all = [.. Course.Where(point => claim.Always || point.Step >= claim.At * last).Select(point => point.Of(claim.Metric))];
        return all.Length == 0 ? double.NaN : !claim.Always ? all[0] : claim.Above ? all.Min() : all.Max();
    }

    /// <summary>A number; NaN where the evaluation has none of this name, or it is undefined.</summary>
    public double Of(string metric) => Metrics.FirstOrDefault(row => row.Name == metric)?.Value ?? double.NaN;

    /// <summary>Reads what a cell's run holds.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="run">Its run, measured on the plan's split.</param>
    /// <param name="folder">The reproduction's folder.</param>
    /// <param name="plan">What is kept of it.</param>
    internal static CellResult Read(Cell cell, RunFolder run, string folder, ReproductionConfig plan)
    {
        var file = EvaluationFile.Read(run.Evaluation(plan.Split));
        var history = RunHistory.Read(run.EventLog);
        return new CellResult
        {
            Network = cell.Network.Name,
            Arm = cell.Arm.Name,
            Seed = cell.Seed,
            Run = Path.GetRelativePath(folder, run.FullPath),
            Step = file.Step,
            Seconds = history.Seconds + file.Seconds,
            Metrics = file.Kinds[0].Metrics,
            Curve = file.Kinds[0].Curves.FirstOrDefault(row => plan.Curve is not null && row.Key == plan.Curve),
            Course = CoursePoint.Read(history, plan.Courses),
            Incidents =
            [
                .. history.Events.OfType<Incident>().Where(incident => plan.Incidents.Contains(incident.Kind))
                    .Select(incident => new CellIncident(incident.Step, incident.Kind, incident.Text)),
            ],
        };
    }
}
