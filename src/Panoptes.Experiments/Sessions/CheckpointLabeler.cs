using Panoptes.Data.Classes;
using Panoptes.Data.Samples;
using Panoptes.Experiments.Runs;
using Panoptes.Experiments.Settings;
using Panoptes.Experiments.TeacherReports;
using Panoptes.Metrics.LabelQuality;
using Panoptes.Metrics.PixelQuality;
using Panoptes.Models.Outputs;
using Panoptes.Models.Segmenters;
using Panoptes.Tensors;
using Panoptes.Training.Arithmetic;
using Panoptes.Training.Checkpoints;
using Panoptes.Training.Configuration;
using Panoptes.Training.Evaluation.Kinds;
using Panoptes.Training.Evaluation.Predictions;
using Panoptes.Training.Supervision.Teachers;

namespace Panoptes.Experiments.Sessions;

/// <summary>
/// The teacher of a checkpoint, or where it has none its trained network, with the filter of the stage that it teaches in.
/// </summary>
internal sealed class CheckpointLabeler : IDisposable
{
    private readonly RunConfig config;
    private readonly ClassTable classes;
    private readonly Segmenter model;
    private readonly Predictor predictor;
    private readonly LabelCandidates? objects;
    private readonly SegmentCandidates? segments;
    private readonly Func<IBatchPrediction, PixelCandidate>? pixels;

    /// <summary>Loads it.</summary>
    /// <param name="checkpoint">The checkpoint.</param>
    /// <param name="config">The settings of the stage in which it teaches.</param>
    /// <param name="classes">The classes.</param>
    /// <param name="task">What is asked of it: objects and segments are labeled by it, or pixels.</param>
    /// <param name="device">Where it runs.</param>
    public CheckpointLabeler(Checkpoint checkpoint, RunConfig config, ClassTable classes, SegmentationTask task, Device device)
    {
        (this.config, this.classes) = (config, classes);
        var weights = checkpoint.TeacherTensors();
        IsTeacher = weights.Count > 0;
        var teacher = config.Train.Teacher;
        model = IsTeacher ? TeacherModel.Create(teacher, config, classes) : RunModel.Create(config, classes);
        try
        {
            if (IsTeacher)
            {
                model.LoadStateDict(weights);
            }
            else
            {
                // Of a stage that did not read the stream yet there are only the labeled one's.
                var domain = config.Train.Evaluation.Domain;
                checkpoint.RestoreModel(model, domain is not null && checkpoint.HasStatistics(domain) ? domain : null);
            }

            model.To(device);
            predictor = RunModel.Predictor(model, Looking(config), classes, device, whileTraining: true);
            var areQueries = teacher.View == TeacherView.Weak && config.Augmentation.CopyPaste is null;
            const double Least = LabelQualityCounter.LeastScore;
            var findsObjects = task != SegmentationTask.Semantic && classes.Things.Any();
            objects = findsObjects ? new LabelCandidates(teacher.Labels, classes, areQueries, Least) : null;
            segments = task == SegmentationTask.Panoptic ? new SegmentCandidates(teacher.Labels, classes, areQueries, Least) : null;
            pixels = segments is not null ? said => segments.Of(said)
                : task == SegmentationTask.Semantic ? said => new PixelCandidates(teacher.Labels, classes, teacher.View).Of(said) : null;
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    /// <summary>Whether it is a teacher; else the trained network.</summary>
    public bool IsTeacher { get; }

    /// <summary>
    /// The settings of the stage that a checkpoint was written in, or of the first behind it in which one network teaches.
    /// </summary>
    public static RunConfig Teaching(IReadOnlyList<PlannedStage> stages, string stage)
    {
        var written = stages.SkipWhile(one => one.Span.Name != stage).ToArray();
        return (written.FirstOrDefault(one => one.Config.Train.Supervisors.Any(each => each.Kind == SupervisorConfig.Teacher))
            ?? written.FirstOrDefault() ?? stages[^1]).Config;
    }

    /// <summary>Labels a data set.</summary>
    /// <param name="dataset">It, with its truth.</param>
    /// <param name="progress">Takes how many images are done.</param>
    public CheckpointLabels Label(IDataset dataset, Action<int> progress)
    {
        var (settings, kept, maps) = (config.Train.Teacher.Labels, new List<IReadOnlyList<ScoredLabel>>(), new List<LabelRuns>());
        double[] thresholds = [.. classes.Names.Select(name => settings.ClassScores.GetValueOrDefault(name, settings.Score))];
        var counter = new LabelQualityCounter([.. classes.Names], thresholds, settings.Score);
        var ofPixels = new PixelQualityCounter([.. classes.Names]);
        var parts = SampleParts.Image | (objects is null ? SampleParts.None : SampleParts.Segments | SampleParts.Instances)
            | (pixels is null ? SampleParts.None : SampleParts.Labels);
        using var prepared = predictor.Prepare();
        for (var i = 0; i < dataset.Count; i++)
        {
            using var scope = TensorScope.Open();
            var sample = dataset.Load(i, parts);
            var truths = objects is null ? [] : ComparedObjects.Of(sample, classes);
            var (width, height) = sample.Labels is { } labels ? (labels.Width, labels.Height)
                : truths.Length > 0 ? (truths[0].Mask.Width, truths[0].Mask.Height) : (sample.Image.Width, sample.Image.Height);
            var said = predictor.Score([sample.Image], width, height, [sample.ImageFile]);
            if (objects?.Of(said) is { } found)
            {
                ScoredLabel[] all = [.. found.Select(label => new ScoredLabel(label.Class, label.Score, label.Mask))];
                counter.Add(new LabeledImage(
                    [.. truths.Select(truth => new TrueObject(truth.CategoryTrainId, truth.Mask, truth.IsCrowd))], all));
                kept.Add([.. all.Where(label => label.Score > thresholds[label.Class])]);
            }

            if (pixels?.Invoke(said) is { } every && sample.Labels is { } truth)
            {
                ofPixels.Add(new JudgedPixels(truth, every.Kept, every.Best, every.Scores));
                maps.Add(LabelRuns.Of(every.Kept));
            }

            progress(i + 1);
        }

        return new CheckpointLabels(
            objects is null ? null : counter.Report(), kept, maps.Count == 0 ? null : ofPixels.Report(), maps, classes.Count);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        objects?.Dispose();
        segments?.Dispose();
        model.Dispose();
    }

    // Segments are made of masks as the filter of the training makes them.
    private static RunConfig Looking(RunConfig config)
    {
        var (evaluation, labels) = (config.Train.Evaluation, config.Train.Teacher.Labels);
        var least = evaluation.Panoptic.ObjectScore ?? labels.ClassScores.Values.Append(labels.Score).Min();
        return config with
        {
            Train = config.Train with
            {
                Precision = Precision.Fp32,
                Evaluation = evaluation with { Panoptic = evaluation.Panoptic with { ObjectScore = least } },
            },
        };
    }
}
