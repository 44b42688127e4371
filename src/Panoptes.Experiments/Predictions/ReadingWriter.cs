using Panoptes.Imaging;
using Panoptes.Training.Evaluation.Predictions;

namespace Panoptes.Experiments.Predictions;

/// <summary>One image of what a model says of a batch.</summary>
/// <param name="Batch">What it says.</param>
/// <param name="Place">Which image of the batch.</param>
public readonly record struct BatchImage(IBatchPrediction Batch, int Place);

/// <summary>Reads what a model says as the prediction that another writer takes.</summary>
internal sealed class ReadingWriter<TPrediction>(IPredictionWriter<TPrediction> files, Func<BatchImage, TPrediction> read)
    : IReadingWriter
{
    public void Begin() => files.Begin();

    public Action Read(PredictedImage image, RgbImage pixels, BatchImage prediction)
    {
        var said = read(prediction);
        return () => files.Add(image, pixels, said);
    }

    public void Add(PredictedImage image, RgbImage pixels, BatchImage prediction) => Read(image, pixels, prediction)();

    public void Complete() => files.Complete();

    public void Dispose() => files.Dispose();
}
