using Panoptes.Data.Samples;
using Panoptes.Foundation.Outputs;
using Panoptes.Training.Evaluation.Predictions;

namespace Panoptes.Experiments.Predictions;

/// <summary>Writes what a model says of a split while it is measured.</summary>
public sealed class SplitPredictions : IDisposable
{
    private readonly IReadOnlyList<PredictedImage> images;
    private readonly IPredictionWriter<BatchImage> files;
    private readonly OutputWriting writing;

    /// <summary>Begins to write.</summary>
    /// <param name="target">Where and how; its images are the split's, in its order.</param>
    /// <param name="files">The writer that was made for the target.</param>
    public SplitPredictions(PredictionTarget target, IPredictionWriter<BatchImage> files)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(files);
        (images, this.files) = (target.Images, files);
        writing = target.Plan.Begin();
        files.Begin();
    }

    /// <summary>Writes what the model says of a few samples.</summary>
    /// <param name="samples">The samples with their indices in the split.</param>
    /// <param name="prediction">What the model says of them.</param>
    public void Add(IReadOnlyList<(int Index, Sample Sample)> samples, IBatchPrediction prediction)
    {
        ArgumentNullException.ThrowIfNull(samples);
        for (var i = 0; i < samples.Count; i++)
        {
            files.Add(images[samples[i].Index], samples[i].Sample.Image, new BatchImage(prediction, i));
        }
    }

    /// <summary>Writes what is over all images.</summary>
    public void Complete() => files.Complete();

    /// <summary>Ends the writing; what is over all images is not left behind where it was not completed.</summary>
    public void Dispose()
    {
        files.Dispose();
        writing.Dispose();
    }
}
