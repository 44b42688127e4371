using Panoptes.Experiments.Events;
using Panoptes.Studies.Folders;

namespace Panoptes.Studies.Progress;

/// <summary>How far the run of an attempt is, by its own log.</summary>
/// <param name="Step">Steps done.</param>
/// <param name="StepsPerSecond">Steps a second between its last two log lines; null where there are none.</param>
/// <param name="History">Everything that it logged.</param>
public sealed record RunProgress(long Step, double? StepsPerSecond, RunHistory History)
{
    /// <summary>Reads it.</summary>
    public static RunProgress Read(AttemptFolder attempt)
    {
        ArgumentNullException.ThrowIfNull(attempt);
        var history = RunHistory.Read(attempt.RunEvents);
        TrainPoint[] last = [.. history.Training.TakeLast(2)];
        double? speed = last is [var before, var now] && now.Attempt == before.Attempt && now.Ms > before.Ms
            ? 1000 * (now.Step - before.Step) / (now.Ms - before.Ms)
            : null;
        return new RunProgress(history.LastStep, speed, history);
    }
}
