using Panoptes.Training.Engine;
using Panoptes.Training.Evaluation;
using Panoptes.Training.Streams;
using Panoptes.Training.Supervision.Teachers;

namespace Panoptes.Diagnosis.Teaching;

/// <summary>Lets a monitor watch the teachers of a stage. It reads what the host has read of steps, and waits for nothing itself.</summary>
public sealed class TeachingHook : IHook
{
    private readonly TeachingMonitor monitor;
    private readonly WatchedStage stage;
    private readonly Action<TeachingAlarm> speak;
    private readonly IReadOnlyList<(WatchedTeacher Teacher, string Prefix, LabelWatch Watch)> watches;
    private double taught;
    private long steps;

    /// <summary>Watches a stage.</summary>
    /// <param name="monitor">The run's monitor.</param>
    /// <param name="stage">The stage.</param>
    /// <param name="teachers">Its teachers; the first is the one that is measured.</param>
    /// <param name="classes">Names of the classes by train id.</param>
    /// <param name="speak">Takes the alarms.</param>
    public TeachingHook(
        TeachingMonitor monitor, WatchedStage stage, IEnumerable<WatchedTeacher> teachers, IReadOnlyList<string> classes,
        Action<TeachingAlarm> speak)
    {
        ArgumentNullException.ThrowIfNull(teachers);
        (this.monitor, this.stage, this.speak) = (monitor, stage, speak);
        watches =
        [
            .. teachers.Select(one => (
                one, SampleStream.Logged(one.Stream, ""),
                new LabelWatch(one.Stream, () => one.LargestClass() is { } id ? classes[id] : null))),
        ];
    }

    /// <inheritdoc/>
    public void OnRecord(Trainer trainer, StepRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        foreach (var (teacher, prefix, watch) in watches)
        {
            var step = new TeachingStep(
                record.Step, Measure(record, prefix + TeacherMeasures.Empty), Supervised(record),
                prefix.Length == 0 ? double.NaN : Taught(record, prefix) / teacher.Weight,
                teacher.HasSeveralClasses ? Measure(record, prefix + TeacherMeasures.LargestClass) : double.NaN,
                Agreement(record, prefix));
            Speak(monitor.Add(watch, step));
        }

        if (watches is [var first, ..])
        {
            (taught, steps) = (taught + (first.Prefix.Length == 0 ? double.NaN : Taught(record, first.Prefix)), steps + 1);
        }
    }

    /// <inheritdoc/>
    public void OnEvaluation(Trainer trainer, EvaluationRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        var (student, teacher) = (record.Result.Primary, record.Result.Teacher?.Primary);
        var point = new TeachingPoint(
            record.Step, stage.Name, stage.Phase, More(student), teacher is null ? double.NaN : More(teacher),
            steps == 0 ? double.NaN : taught / steps);
        (taught, steps) = (0, 0);
        Speak(monitor.Add(point));
    }

    private static double More(Metric metric) => metric.HigherIsBetter ? metric.Value : -metric.Value;

    private static double Measure(StepRecord record, string name) => record.Losses.TryGetValue(name, out var value) ? value : double.NaN;

    private static double Agreement(StepRecord record, string prefix)
    {
        double? Known(string name) => record.Losses.TryGetValue(prefix + name, out var value) ? value : null;
        return TeacherMeasures.AgreementOf(Known(TeacherMeasures.Found), Known(TeacherMeasures.ClassAgreement)) ?? double.NaN;
    }

    private static double Taught(StepRecord record, string prefix) =>
        record.Parts.Where(part => part.Key.StartsWith(prefix, StringComparison.Ordinal)).Sum(part => part.Value);

    private double Supervised(StepRecord record) => stage.TruthWeight == 0 ? double.NaN : record.Parts
        .Where(part => !watches.Any(one => one.Prefix.Length > 0 && part.Key.StartsWith(one.Prefix, StringComparison.Ordinal)))
        .Sum(part => part.Value) / stage.TruthWeight;

    private void Speak(IEnumerable<TeachingAlarm> alarms)
    {
        foreach (var alarm in alarms)
        {
            speak(alarm);
        }
    }
}
