using Panoptes.Experiments.Predictions;
using Panoptes.Foundation;
using Panoptes.Imaging;

namespace Panoptes.Experiments.Sessions;

/// <summary>Predicts images, one after the other, by one thread at a time.</summary>
internal interface IImagePredictor : IDisposable
{
    /// <summary>Predicts an image.</summary>
    /// <param name="pixels">The image.</param>
    /// <param name="file">What it is called in errors.</param>
    /// <param name="use">Reads what is said of it, which is gone afterwards.</param>
    /// <exception cref="InputException">The model cannot take the image.</exception>
    void Predict(RgbImage pixels, string file, Action<BatchImage> use);
}
