using Panoptes.Experiments.Events;

namespace Panoptes.Studies.Progress;

/// <summary>The time that a run has trained, over all its attempts.</summary>
internal static class RunTime
{
    /// <summary>
    /// Seconds of training until an evaluation, that one and those before it left out: of each attempt what lies before the step at which
    /// the next went on.
    /// </summary>
    /// <param name="history">The run's log.</param>
    /// <param name="until">The evaluation.</param>
    public static double Until(RunHistory history, EvaluationPoint until)
    {
        var (seconds, evaluated) = (0.0, 0.0);
        foreach (var attempt in history.Events.GroupBy(entry => entry.Attempt).OrderBy(group => group.Key))
        {
            if (attempt.Key > until.Attempt)
            {
                break;
            }

            var last = attempt.Key == until.Attempt ? until.Ms : attempt.Max(entry => entry.Ms);
            seconds += last / 1000;
            evaluated += attempt.OfType<EvaluationPoint>().Where(point => point.Ms <= last).Sum(point => point.Seconds);
        }

        return Math.Max(0, seconds - evaluated);
    }
}
