using Panoptes.Dashboard.Catalog;
using Panoptes.Experiments.Events;

namespace Panoptes.Dashboard.Curves;

/// <summary>Where the events of a run stand on an axis.</summary>
internal sealed class RunPlaces
{
    private const double MillisecondsPerMinute = 60_000;
    private readonly CurveAxis axis;
    private readonly long batch;
    private readonly Dictionary<int, double> before = [];

    /// <summary>Places of a run.</summary>
    /// <param name="run">The run.</param>
    /// <param name="history">Its history.</param>
    /// <param name="axis">The axis.</param>
    public RunPlaces(RunEntry run, RunHistory history, CurveAxis axis)
    {
        (this.axis, batch) = (axis, run.Facts.Batch);
        var sum = 0.0;
        foreach (var attempt in history.Events.GroupBy(entry => entry.Attempt).OrderBy(group => group.Key))
        {
            before[attempt.Key] = sum;
            sum += attempt.Max(entry => entry.Ms);
        }
    }

    /// <summary>The place of an event: steps, samples, or minutes.</summary>
    public double Of(RunEvent entry) => axis switch
    {
        CurveAxis.Samples => (double)entry.Step * batch,
        CurveAxis.Time => (before[entry.Attempt] + entry.Ms) / MillisecondsPerMinute,
        _ => entry.Step,
    };

    /// <summary>What an axis counts.</summary>
    public static string Unit(CurveAxis axis) => axis switch
    {
        CurveAxis.Samples => "samples",
        CurveAxis.Time => "minutes",
        _ => "step",
    };
}
