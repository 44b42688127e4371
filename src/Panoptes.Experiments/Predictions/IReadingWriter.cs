using Panoptes.Imaging;

namespace Panoptes.Experiments.Predictions;

/// <summary>Writes what a model says of images, in two parts: the first one by any thread, as soon as it is said.</summary>
internal interface IReadingWriter : IPredictionWriter<BatchImage>
{
    /// <summary>Reads what is said of an image. Several threads may do so at the same time.</summary>
    /// <param name="image">The image, as for <see cref="IPredictionWriter{T}.Add"/>.</param>
    /// <param name="pixels">Its pixels.</param>
    /// <param name="prediction">What the model says; not needed any more afterwards.</param>
    /// <returns>Writes the files of the image; for one thread at a time.</returns>
    Action Read(PredictedImage image, RgbImage pixels, BatchImage prediction);
}
