using Panoptes.Experiments.Predictions;
using Panoptes.Foundation;
using Panoptes.Imaging;

namespace Panoptes.Experiments.Sessions;

/// <summary>Predicts images.</summary>
internal interface IImagePredictor : IDisposable
{
    /// <summary>How many images it predicts at the same time, each by a thread of its own.</summary>
    PredictionLanes Lanes { get; }

    /// <summary>Prepares a thread, before it predicts its first image.</summary>
    void Enter();

    /// <summary>Predicts an image.</summary>
    /// <param name="pixels">The image.</param>
    /// <param name="file">What it is called in errors.</param>
    /// <param name="use">Reads what is said of it, which is gone afterwards.</param>
    /// <exception cref="InputException">The model cannot take the image.</exception>
    void Predict(RgbImage pixels, string file, Action<BatchImage> use);
}
