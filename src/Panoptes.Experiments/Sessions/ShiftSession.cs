using Panoptes.Data.Samples;
using Panoptes.Experiments.Evaluations;
using Panoptes.Experiments.Progress;
using Panoptes.Experiments.Runs;
using Panoptes.Experiments.Settings;
using Panoptes.Experiments.Shifts;
using Panoptes.Foundation;
using Panoptes.Models.Outputs;
using Panoptes.Models.Segmenters;
using Panoptes.Tensors;
using Panoptes.Training.Engine;
using Panoptes.Training.Evaluation;
using Panoptes.Training.Evaluation.Kinds;
using Spectre.Console;

namespace Panoptes.Experiments.Sessions;

/// <summary>
/// Measures a trained run on the domain that it was trained for and on another one, counts what would be labeled there, keeps all of it in
/// the run's folder and renews its page.
/// </summary>
public static class ShiftSession
{
    /// <summary>Measures both.</summary>
    /// <param name="run">The run's folder.</param>
    /// <param name="split">
    /// The split of both: <c>train</c>, <c>val</c> or <c>test</c> for the run's own names of them, or the name of another.
    /// </param>
    /// <param name="stream">
    /// The stream whose data set and corruption make the other domain; null for settings, or for the one stream that has such.
    /// </param>
    /// <param name="weights"><c>best</c>, <c>last</c>, or the path of a checkpoint.</param>
    /// <param name="overrides">
    /// Settings that differ from the run's: those of <c>data</c> and <c>train.evaluation.domain</c> are the other domain's, such as
    /// <c>data.corruption.kind=fog</c>; the rest hold for both.
    /// </param>
    /// <param name="console">Where progress is shown.</param>
    /// <param name="writeReport">Writes the page of a run; called once, when all is in its folder.</param>
    /// <exception cref="InputException">There is no such run, split, stream or checkpoint, or nothing sets the domains apart.</exception>
    public static DomainShift Run(
        string run, string split, string? stream, string weights, IEnumerable<string> overrides, IAnsiConsole console,
        Action<RunFolder> writeReport)
    {
        ArgumentNullException.ThrowIfNull(writeReport);
        var folder = RunFolder.Existing(run);
        overrides = [.. overrides];
        TrainedSettings.RequireForShift(overrides);
        using var progress = new ProgressLine(console, TimeProvider.System);
        var domains = ShiftedDomains.Open(folder, split, stream, [.. overrides]);
        RequireComparable(domains);
        var device = EngineSetup.Apply(domains.Before.Train, EngineUse.Inference);
        using var model = RunModel.Create(domains.Before, domains.Own.Classes);
        model.To(device);
        var task = RunTask.Of(domains.Before, domains.Own.Available, domains.Own.Classes);
        var name = domains.Before.Data.SplitNamed(split);
        var side = new Side(folder, name, weights, model, device, task, progress);
        var (before, loaded) = side.Measure(domains.Before, domains.Own);
        var after = domains.IsLabeled ? side.Measure(domains.After, domains.Other).File : null;
        var key = side.Subject(domains.After, domains.Other).Name;
        var shift = new DomainShift
        {
            Run = folder.Shown,
            Weights = loaded.Name,
            Step = loaded.Step,
            Before = new MeasuredDomain(before.Title, before.DataSet, before.Images),
            After = new MeasuredDomain(
                after?.Title ?? key.Replace("+", ", ", StringComparison.Ordinal), domains.Other.Name, domains.Other.Count),
            Kinds = after is null ? [] : [.. before.Kinds.Zip(after.Kinds, KindShift.Of)],
            Labels = side.Count(domains, loaded),
            Notes = [.. Notes(domains)],
        };
        shift.Write(folder.Shift(key));
        writeReport(folder);
        progress.Say($"report {Path.Combine(folder.Shown, Path.GetFileName(folder.Report))}");
        return shift;
    }

    private static void RequireComparable(ShiftedDomains domains)
    {
        Require.That(
            !EvaluationKind.NameClusters(domains.Before.Train.Evaluation.Kinds), "train.evaluation.kinds",
            "kinds that name clusters, which are other classes than the labels'", "kinds of the run's own classes",
            "measure such runs with eval, once for each domain");
        Require.That(
            domains.Own.Classes.Names.SequenceEqual(domains.Other.Classes.Names), domains.Other.Name,
            $"the classes {string.Join(", ", domains.Other.Classes.Names)}", $"those of {domains.Own.Name}",
            "give it the same table with data.classes, or make it a stream with a class_map and name that with --stream");
    }

    private static IEnumerable<string> Notes(ShiftedDomains domains)
    {
        if (!domains.IsLabeled)
        {
            yield return $"{domains.Other.Name} has no labels: nothing is measured on it";
        }

        if (domains.Before.Train.Teacher.Labels.ClassShare is not null)
        {
            yield return "train.teacher.labels.class_share is left aside: it depends on what was seen while training";
        }

        yield return "pseudo-labels are counted on whole images in one view; a teacher of batches sees them cut and resized";
    }

    // What both sides share: one model, filled anew for each, as running statistics may be those of a stream.
    private sealed record Side(
        RunFolder Folder, string Split, string Weights, Segmenter Model, Device Device, SegmentationTask Task, ProgressLine Progress)
    {
        public EvaluationSubject Subject(RunConfig config, IDataset dataset) =>
            EvaluationSession.Subject(Folder, Folder.ReadConfig([]), config, Split, dataset, Weights);

        public (EvaluationFile File, LoadedWeights Weights) Measure(RunConfig config, IDataset dataset)
        {
            var subject = Subject(config, dataset);
            Progress.Say($"{subject.Name}: {dataset.Count} images of {dataset.Name}");
            var loaded = RunModel.Load(
                Model, Folder, Weights, Progress.Say, config.Train.Evaluation.Network, config.Train.Evaluation.Domain);
            var predictor = RunModel.Predictor(Model, config, dataset.Classes, Device, whileTraining: false);
            var kinds = RunTask.Kinds(config, Task, dataset.Classes);
            return (RunEvaluation.Measure(Folder, config, subject, kinds, predictor, loaded, Progress, TimeProvider.System), loaded);
        }

        public LabelHistogram Count(ShiftedDomains domains, LoadedWeights loaded)
        {
            var network = loaded.HasTeacher ? EvaluatedNetwork.Teacher : EvaluatedNetwork.Student;
            RunModel.Load(Model, Folder, Weights, _ => { }, network, domains.After.Train.Evaluation.Domain);
            var stages = StagePlan.Of(domains.After);
            var count = new PseudoLabelCount(
                CheckpointLabeler.Teaching(stages, stages[^1].Span.Name), Task, domains.Own.Classes,
                (what, done, all) => Progress.Images(what, done, all));
            return count.Histogram(
                count.Truth(domains.Own), count.PseudoLabels(domains.Other, Model, Device),
                domains.IsLabeled ? count.Truth(domains.Other) : null, loaded.HasTeacher ? "teacher" : "network", domains.Other.Count);
        }
    }
}
