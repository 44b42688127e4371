using System.Globalization;

namespace Panoptes.Diagnosis.Teaching;

/// <summary>
/// Watches a training with teachers for the signs that they do not help (guided distillation, sections 12.3 and 14 of the specification).
/// Speaks once for each sign.
/// </summary>
/// <param name="said">What was said before, by an earlier attempt of the run.</param>
public sealed class TeachingMonitor(IEnumerable<TeachingSign> said)
{
    private const int Falls = 3;

    // Evaluations of a healthy run go up and down: three falls in a row count where together they lose this share.
    private const double LeastFall = 0.05;
    private const double LeastGap = 0.1;

    private readonly HashSet<TeachingSign> spoken = [.. said];
    private readonly List<TeachingPoint> points = [];

    /// <summary>Takes what a step says of a teacher.</summary>
    /// <param name="watch">The teacher's.</param>
    /// <param name="step">The step; later than all before.</param>
    /// <returns>What it gives reason to say, and was not said before.</returns>
    public IReadOnlyList<TeachingAlarm> Add(LabelWatch watch, TeachingStep step)
    {
        ArgumentNullException.ThrowIfNull(watch);
        return [.. watch.Add(step).Where(alarm => spoken.Add(alarm.Sign))];
    }

    /// <summary>Takes an evaluation.</summary>
    /// <param name="point">The evaluation; later than all before.</param>
    /// <returns>What it gives reason to say, and was not said before.</returns>
    public IReadOnlyList<TeachingAlarm> Add(TeachingPoint point)
    {
        points.Add(point);
        TeachingAlarm?[] alarms =
        [
            Speak(TeachingSign.MetricFalls, IsFalling() && Last(Falls).All(one => one.Phase == TeacherPhase.Following), () =>
                $"the score has fallen at {Falls} evaluations in a row since the teacher follows the trained network, from "
                    + $"{Text(Last(Falls + 1)[0].Student)} to {Text(points[^1].Student)}: train longer before the hand-over "
                    + "(distillation.burn_in), raise the scores of train.teacher.labels, or lower the weight of its labels"),
            Speak(TeachingSign.Misled, IsFalling() && IsTaughtEverBetter(), () =>
                $"at {Falls} evaluations in a row the trained network agreed better with the teacher's labels and worse with the truth, "
                    + $"from {Text(Last(Falls + 1)[0].Student)} to {Text(points[^1].Student)}: it learns the teacher's errors; look at "
                    + "them with \"panoptes teacher-report\", and raise the scores of train.teacher.labels"),
            Speak(TeachingSign.Behind, IsTeacherBehind(), () =>
                $"the teacher falls ever further behind the network that it teaches, {Text(points[^1].Teacher)} to "
                    + $"{Text(points[^1].Student)}: it follows too slowly; lower train.teacher.decay, or let it begin faster "
                    + "(train.teacher.ramp)"),
        ];
        return [.. alarms.OfType<TeachingAlarm>()];
    }

    private TeachingAlarm? Speak(TeachingSign sign, bool isSeen, Func<string> text) =>
        isSeen && spoken.Add(sign) ? new TeachingAlarm(sign, points[^1].Step, text()) : null;

    // Against the evaluation before the first of them, which may be the last before the hand-over.
    private bool IsFalling()
    {
        var recent = Last(Falls + 1);
        return recent.Length > Falls && recent.Zip(recent.Skip(1)).All(pair => pair.Second.Student < pair.First.Student)
            && recent[0].Student - recent[^1].Student > LeastFall * Math.Abs(recent[0].Student);
    }

    // Losses of two stages do not compare.
    private bool IsTaughtEverBetter()
    {
        var recent = Last(Falls + 1);
        return recent.All(one => one.Phase != TeacherPhase.None && one.Stage == recent[0].Stage)
            && recent.Zip(recent.Skip(1)).All(pair => pair.Second.TaughtLoss < pair.First.TaughtLoss);
    }

    private bool IsTeacherBehind()
    {
        var recent = Last(Falls);
        return recent.Length == Falls && recent.All(one => one.Phase == TeacherPhase.Following && one.Gap > 0)
            && recent.Zip(recent.Skip(1)).All(pair => pair.Second.Gap > pair.First.Gap)
            && recent[^1].Gap > LeastGap * Math.Abs(recent[^1].Student);
    }

    private TeachingPoint[] Last(int count) => [.. points.TakeLast(count)];

    private static string Text(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);
}
