using Panoptes.Data.Classes;
using Panoptes.Diagnosis.Teaching;
using Panoptes.Experiments.Configuration;
using Panoptes.Experiments.Events;
using Panoptes.Experiments.Runs;
using Panoptes.Experiments.Settings;
using Panoptes.Models.Outputs;
using Panoptes.Training.Configuration;
using Panoptes.Training.Evaluation;
using Panoptes.Training.Supervision.Teachers;

namespace Panoptes.Experiments.Examinations;

/// <summary>Makes the monitor of a run's teachers.</summary>
internal static class TeachingWatch
{
    /// <summary>The monitor, told what earlier attempts of the run measured and said; null where the run is not watched.</summary>
    /// <param name="config">The run.</param>
    /// <param name="folder">Its folder, which says what happened so far.</param>
    /// <param name="resumed">The step it goes on from.</param>
    public static TeachingMonitor? Of(RunConfig config, RunFolder folder, long resumed)
    {
        var plan = StagePlan.Of(config);
        if (!config.Doctor.Monitor || plan.All(stage => Phase(stage.Config) == TeacherPhase.None))
        {
            return null;
        }

        var history = RunHistory.Read(folder.EventLog);
        var said = history.Events.OfType<Incident>().Select(incident => incident.Kind).ToHashSet(StringComparer.Ordinal);
        var monitor = new TeachingMonitor(Enum.GetValues<TeachingSign>().Where(sign => said.Contains(Kind(sign))));
        foreach (var point in history.Evaluations(config.Data.ValSplit).Where(point => point.Step <= resumed))
        {
            // What it says of these was said when they were measured. The loss of the labels alone is not in the log.
            if (point.Primary is { } primary && plan.FirstOrDefault(stage => point.Step <= stage.Span.End) is { } stage)
            {
                monitor.Add(new TeachingPoint(
                    point.Step, stage.Span.Name, Phase(stage.Config), More(primary, primary.Value),
                    More(primary, point.Value(EvaluationResult.TeacherPrefix + primary.Name)), double.NaN));
            }
        }

        return monitor;
    }

    /// <summary>The kind of incident that an alarm is kept as, such as <c>teacher_no_labels</c>.</summary>
    public static string Kind(TeachingSign sign) => $"teacher_{KeyPath.Snake(sign.ToString())}";

    /// <summary>A stage as it is watched.</summary>
    public static WatchedStage Stage(PlannedStage stage) => new(
        stage.Span.Name, Phase(stage.Config),
        stage.Config.Train.Supervisors.FirstOrDefault(one => one.Kind != SupervisorConfig.Teacher)?.Weight ?? 0);

    /// <summary>The teachers of a stage whose labels count, as they are watched.</summary>
    /// <param name="config">The stage's configuration.</param>
    /// <param name="teachers">Its teachers.</param>
    /// <param name="task">What is asked of the model.</param>
    /// <param name="classes">The classes.</param>
    public static IEnumerable<WatchedTeacher> Teachers(
        RunConfig config, IEnumerable<TeacherSupervision> teachers, SegmentationTask task, ClassTable classes)
    {
        var labeled = task == SegmentationTask.Instance ? classes.Things.Count() : classes.Count;
        return teachers.Select(teacher => (teacher, Weight: Weight(config, teacher.Stream)))
            .Where(entry => entry.Weight > 0)
            .Select(entry => new WatchedTeacher(entry.teacher.Stream, entry.Weight, labeled > 1, () => entry.teacher.LargestClass));
    }

    private static double Weight(RunConfig config, string stream) =>
        Supervisors(config).Where(one => one.Stream == stream).Sum(one => one.Weight);

    private static IEnumerable<SupervisorConfig> Supervisors(RunConfig config) =>
        config.Train.Supervisors.Where(one => one.Kind == SupervisorConfig.Teacher);

    private static TeacherPhase Phase(RunConfig config) => !Supervisors(config).Any(one => one.Weight > 0) ? TeacherPhase.None
        : config.Train.Teacher.Update == TeacherUpdate.Fixed ? TeacherPhase.Fixed : TeacherPhase.Following;

    private static double More(MetricRow row, double? value) =>
        value is not { } number ? double.NaN : row.HigherIsBetter ? number : -number;
}
