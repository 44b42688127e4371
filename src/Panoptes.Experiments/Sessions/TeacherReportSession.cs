using Panoptes.Data.Samples;
using Panoptes.Experiments.Events;
using Panoptes.Experiments.Progress;
using Panoptes.Experiments.Runs;
using Panoptes.Experiments.Settings;
using Panoptes.Experiments.TeacherReports;
using Panoptes.Foundation;
using Panoptes.Metrics.Intervals;
using Panoptes.Models.Outputs;
using Panoptes.Training.Checkpoints;
using Panoptes.Training.Engine;
using Panoptes.Training.Evaluation;
using Spectre.Console;

namespace Panoptes.Experiments.Sessions;

/// <summary>Holds the labels that the teachers of a run's checkpoints make of a split against the truth.</summary>
public static class TeacherReportSession
{
    /// <summary>Labels the split with every checkpoint's teacher, or where there is none with its network.</summary>
    /// <param name="run">The run's folder.</param>
    /// <param name="split">
    /// The split: <c>train</c>, <c>val</c> or <c>test</c> for the run's own names of them, or the name of another.
    /// </param>
    /// <param name="overrides">Settings that differ from the run's, such as <c>train.teacher.labels.score=0.5</c>.</param>
    /// <param name="console">Where progress is shown.</param>
    /// <exception cref="InputException">
    /// There is no such run or split, no checkpoint is whole, or there is nothing to compare with.
    /// </exception>
    public static TeacherReport Run(string run, string split, IEnumerable<string> overrides, IAnsiConsole console)
    {
        var folder = RunFolder.Existing(run);
        overrides = [.. overrides];
        TrainedSettings.RequireForLabels(overrides);
        var config = folder.ReadConfig(overrides);
        config.Train.Teacher.Labels.Validate();
        using var progress = new ProgressLine(console, TimeProvider.System);
        var device = EngineSetup.Apply(config.Train, EngineUse.Inference);
        var name = config.Data.SplitNamed(split);
        var dataset = RunData.OpenMeasured(config, name);
        var task = Task(folder, config, dataset);
        progress.Say($"{name}: {dataset.Count} images of {dataset.Name}");
        var stages = StagePlan.Of(config);
        var measured = RunHistory.Read(folder.EventLog).Evaluations(config.Data.ValSplit).ToArray();
        var metric = StudentMetric(measured);
        var (found, before) = (new List<LabeledCheckpoint>(), (CheckpointLabels?)null);
        foreach (var file in ReportedCheckpoint.Of(folder, [.. stages.Select(stage => stage.Span.Name)], progress.Say))
        {
            using var checkpoint = Checkpoint.Read(file.Path);
            using var labeler = new CheckpointLabeler(
                checkpoint, CheckpointLabeler.Teaching(stages, file.Stage), dataset.Classes, task, device);
            var labels = labeler.Label(dataset, done => progress.Images($"labeling by step {file.Step}", done, dataset.Count));
            found.Add(new LabeledCheckpoint(
                file.Name, file.Stage, file.Step, labeler.IsTeacher, labels.Objects, labels.ObjectDrift(before),
                metric is null ? null : measured.LastOrDefault(point => point.Step == file.Step)?.Value(metric.Name))
            {
                Pixels = labels.Pixels,
                PixelDrift = labels.PixelDrift(before),
            });
            before = labels;
        }

        return new TeacherReport
        {
            Run = folder.Shown,
            Split = name,
            DataSet = dataset.Name,
            StudentMetric = metric?.Title ?? "",
            Checkpoints = found,
            Links = Links(found, metric?.Title ?? ""),
            Notes = Notes(found, config),
        };
    }

    private static SegmentationTask Task(RunFolder folder, RunConfig config, IDataset dataset)
    {
        var task = RunTask.Of(config, dataset.Available, dataset.Classes);
        Require.That(
            task != SegmentationTask.Semantic || dataset.Available.HasFlag(SampleParts.Labels), folder.Shown,
            $"a run that tells classes of pixels, and {dataset.Name} without label maps", "label maps to hold its labels against",
            "name a split or a data set (data.root=...) that has them");
        if (RunSummary.Read(folder.Summary) is { } summary)
        {
            EvaluationSession.RequireTrainedClasses(summary, dataset);
        }

        return task;
    }

    // The numbers of a teacher stand beside the student's under names of their own.
    private static MetricRow? StudentMetric(IEnumerable<EvaluationPoint> measured) => measured.SelectMany(point => point.Metrics)
        .FirstOrDefault(row => !row.Name.StartsWith(EvaluationResult.TeacherPrefix, StringComparison.Ordinal));

    private static StudentLink[] Links(IReadOnlyList<LabeledCheckpoint> all, string metric)
    {
        var taught = all.Where(one => one.IsTeacher).ToArray();
        var what = all.Any(one => one.Quality is not null) ? "F1" : "mean IoU";
        return taught.Length == 0 || metric.Length == 0 ? [] :
        [
            new(what, $"the student's {metric} at the same checkpoint", RankCorrelation.Of(
                taught.Select(one => (one.Goodness, one.Student ?? double.NaN)))),
            new(what, $"the student's {metric} at the next checkpoint", RankCorrelation.Of(
                taught.Zip(taught.Skip(1), (one, next) => (one.Goodness, next.Student ?? double.NaN)))),
        ];
    }

    private static List<string> Notes(IReadOnlyList<LabeledCheckpoint> all, RunConfig config)
    {
        var notes = new List<string>
        {
            "images are labeled whole, at their own size and in one view; a teacher of batches sees them cut and resized",
            "checkpoints of one run depend on each other, and few of them prove little: a correlation here is a hint, not a cause",
        };
        if (!all.Any(one => one.IsTeacher))
        {
            notes.Add("no checkpoint holds a teacher: the labels are those that the trained network itself would make");
        }

        if (config.Train.Teacher.Labels.ClassShare is not null)
        {
            notes.Add("train.teacher.labels.class_share is left aside: it depends on what was seen while training");
        }

        if (config.Data.Corruption.Label is { Length: > 0 } label)
        {
            notes.Add($"images are spoiled when they are read: {label}");
        }

        if (all.Any(one => one is { Quality: not null, Pixels: not null }))
        {
            notes.Add("in the label map a pixel is that of the surest segment on it, things too");
        }

        return notes;
    }
}
