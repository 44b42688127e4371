using Panoptes.Data.Classes;
using Panoptes.Data.Configuration;
using Panoptes.Data.Samples;
using Panoptes.Foundation;
using Panoptes.Imaging.Predictions;
using Panoptes.Models.Outputs;
using Panoptes.Models.Segmenters;
using Panoptes.Tensors;
using Panoptes.Training.Evaluation.Predictions;

namespace Panoptes.Experiments.Sessions;

/// <summary>
/// The model of a finished run, which labels the images of a stream as they are read. One image at a time, with weights that stay as they
/// are, so that what it says of an image is the same whenever it is asked.
/// </summary>
internal sealed class RunLabeler : IDisposable
{
    private readonly object gate = new();
    private readonly Segmenter model;
    private readonly Predictor predictor;
    private readonly ClassTable classes;
    private readonly SegmentationTask task;
    private readonly double minScore;

    /// <summary>Loads a run's best weights.</summary>
    /// <param name="name">The stream that it labels.</param>
    /// <param name="stream">Its settings.</param>
    /// <param name="classes">The classes of the images.</param>
    /// <param name="task">What is asked of it.</param>
    /// <param name="device">Where it runs.</param>
    /// <exception cref="InputException">There is no such run, it tells other classes apart, or it cannot do the task.</exception>
    public RunLabeler(string name, StreamConfig stream, ClassTable classes, SegmentationTask task, Device device)
    {
        var run = FinishedRun.Of(stream.LabeledBy!, $"data.streams.{name}.labeled_by", classes);
        RequireTask(name, run, task);
        (this.classes, this.task, minScore) = (classes, task, stream.MinScore);
        model = run.Load();
        try
        {
            model.To(device);
            model.Eval();
            predictor = RunModel.Predictor(model, run.Config, classes, device, whileTraining: false);
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    /// <summary>The parts that it gives.</summary>
    public SampleParts Parts => task switch
    {
        SegmentationTask.Panoptic => SampleParts.Segments,
        SegmentationTask.Instance => SampleParts.Instances,
        _ => SampleParts.Labels,
    };

    /// <summary>What the model says of an image.</summary>
    public PredictedLayers Label(Sample sample)
    {
        lock (gate)
        {
            using var scope = TensorScope.Open();
            var image = sample.Image;
            var said = predictor.Score([image], image.Width, image.Height, [sample.ImageFile]);
            return task switch
            {
                SegmentationTask.Panoptic => new PredictedLayers { Segments = Sure(said.Panoptic(0)) },
                SegmentationTask.Instance => new PredictedLayers { Instances = Sure(said.Instances(0)) },
                _ => new PredictedLayers
                {
                    Labels = minScore > 0 ? said.SureLabels(minScore, (ushort)classes.VoidTrainId)[0] : said.Labels()[0],
                },
            };
        }
    }

    /// <inheritdoc/>
    public void Dispose() => model.Dispose();

    private static void RequireTask(string name, FinishedRun run, SegmentationTask task)
    {
        if (!run.Config.Model.Family.Tasks.Contains(task))
        {
            throw new InputException(
                $"data.streams.{name}.labeled_by",
                $"{run.Folder.FullPath}, whose {run.Config.Model.Name} does no {task.ToString().ToLowerInvariant()} segmentation",
                "a run whose model gives what the training's supervisors need",
                "name another run, or choose another task");
        }
    }

    private SegmentMap Sure(PanopticPrediction said)
    {
        var sure = said.Segments.Where(segment => segment.Score >= minScore).ToList();
        var kept = sure.Select(segment => segment.Id).ToHashSet();
        for (var i = 0; i < said.Ids.Pixels.Length; i++)
        {
            said.Ids.Pixels[i] = kept.Contains(said.Ids.Pixels[i]) ? said.Ids.Pixels[i] : 0;
        }

        return new SegmentMap(
            said.Ids, [.. sure.Select(segment => new Segment(segment.Id, segment.Class, segment.IsThing, IsCrowd: false, segment.Area))]);
    }

    private List<InstanceMask> Sure(InstancePrediction said) =>
        [.. said.Instances.Where(instance => instance.Score >= minScore)
            .Select((instance, i) => new InstanceMask(i + 1, instance.Class, IsCrowd: false, instance.Mask))];
}
