using Panoptes.Data.Classes;
using Panoptes.Data.Samples;
using Panoptes.Experiments.Runs;
using Panoptes.Experiments.Settings;
using Panoptes.Metrics.LabelQuality;
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
    private readonly LabelCandidates candidates;

    /// <summary>Loads it.</summary>
    /// <param name="checkpoint">The checkpoint.</param>
    /// <param name="config">The settings of the stage in which it teaches.</param>
    /// <param name="classes">The classes.</param>
    /// <param name="device">Where it runs.</param>
    public CheckpointLabeler(Checkpoint checkpoint, RunConfig config, ClassTable classes, Device device)
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
                checkpoint.RestoreModel(model);
            }

            model.To(device);
            var looking = config with { Train = config.Train with { Precision = Precision.Fp32 } };
            predictor = RunModel.Predictor(model, looking, classes, device, whileTraining: true);
            var areQueries = teacher.View == TeacherView.Weak && config.Augmentation.CopyPaste is null;
            candidates = new LabelCandidates(teacher.Labels, classes, areQueries, LabelQualityCounter.LeastScore);
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
    /// <returns>How good the labels are, and those above the threshold, a list an image.</returns>
    public (LabelQualityReport Quality, IReadOnlyList<IReadOnlyList<ScoredLabel>> Kept) Label(IDataset dataset, Action<int> progress)
    {
        var (settings, kept) = (config.Train.Teacher.Labels, new List<IReadOnlyList<ScoredLabel>>());
        double[] thresholds = [.. classes.Names.Select(name => settings.ClassScores.GetValueOrDefault(name, settings.Score))];
        var counter = new LabelQualityCounter([.. classes.Names], thresholds, settings.Score);
        using var prepared = predictor.Prepare();
        for (var i = 0; i < dataset.Count; i++)
        {
            using var scope = TensorScope.Open();
            var sample = dataset.Load(i, SampleParts.Image | SampleParts.Segments | SampleParts.Instances);
            var image = Compare(sample);
            counter.Add(image);
            kept.Add([.. image.Labels.Where(label => label.Score > thresholds[label.Class])]);
            progress(i + 1);
        }

        return (counter.Report(), kept);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        candidates.Dispose();
        model.Dispose();
    }

    private LabeledImage Compare(Sample sample)
    {
        var truths = ComparedObjects.Of(sample, classes);
        var (width, height) = truths.Length == 0
            ? (sample.Image.Width, sample.Image.Height) : (truths[0].Mask.Width, truths[0].Mask.Height);
        var said = candidates.Of(predictor.Score([sample.Image], width, height, [sample.ImageFile]));
        return new LabeledImage(
            [.. truths.Select(truth => new TrueObject(truth.CategoryTrainId, truth.Mask, truth.IsCrowd))],
            [.. said.Select(label => new ScoredLabel(label.Class, label.Score, label.Mask))]);
    }
}
