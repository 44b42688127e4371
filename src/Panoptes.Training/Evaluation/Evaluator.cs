using System.Diagnostics;
using Panoptes.Data.Samples;
using Panoptes.Foundation;

namespace Panoptes.Training.Evaluation;

/// <summary>
/// Measures a model on a data set, image by image at native size. Only counts are kept, so that memory does not grow with the data set.
/// </summary>
public sealed class Evaluator
{
    private readonly IDataset dataset;
    private readonly EvaluationConfig config;

    /// <summary>An evaluator of one split.</summary>
    /// <param name="dataset">The split; every sample must have labels.</param>
    /// <param name="config">Batch size, prefetching, what is reported.</param>
    /// <exception cref="InputException">The configuration is out of range.</exception>
    public Evaluator(IDataset dataset, EvaluationConfig config)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentNullException.ThrowIfNull(config);
        config.Validate();
        (this.dataset, this.config) = (dataset, config);
    }

    /// <summary>Measures.</summary>
    /// <param name="predictor">The model and how images pass through it.</param>
    /// <param name="progress">Told after every batch how many images are done of how many; null tells nobody.</param>
    /// <param name="stop">Gives up between two batches.</param>
    /// <exception cref="InputException">A sample cannot be read, has no labels, or a label that is no class; or the logits of an image are not finite. Names the file.</exception>
    /// <exception cref="OperationCanceledException">It was asked to give up.</exception>
    public EvaluationResult Evaluate(Predictor predictor, Action<int, int>? progress = null, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(predictor);
        if (predictor.NumClasses != dataset.Classes.Count)
        {
            throw new InputException(
                "model", $"{predictor.NumClasses} classes", $"{dataset.Classes.Count}, as in the class table \"{dataset.Classes.Name}\" of {dataset.Name}", "choose the data set that the model was trained for");
        }

        using var plain = new WithoutKernelTrials();
        var clock = Stopwatch.StartNew();
        using var prepared = predictor.Prepare();
        var tally = new EvaluationAccumulator(dataset.Classes, config);
        foreach (var batch in SampleBatches.Read(dataset, config.BatchSize, config.Prefetch))
        {
            stop.ThrowIfCancellationRequested();
            using var scope = Tensors.TensorScope.Open();
            var labels = batch[0].Sample.Labels!;
            var map = predictor.Score([.. batch.Select(entry => entry.Sample.Image)], labels.Width, labels.Height, [.. batch.Select(entry => entry.Sample.ImageFile)]);
            tally.Add(batch, map);

            progress?.Invoke(tally.Images, dataset.Count);
        }

        return tally.Result(clock.Elapsed.TotalSeconds);
    }
}
