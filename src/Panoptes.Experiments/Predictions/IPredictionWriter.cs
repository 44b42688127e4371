using Panoptes.Imaging;

namespace Panoptes.Experiments.Predictions;

/// <summary>
/// Writes predictions image by image; all its files were planned when it was made. Files of one image are whole or not there; a file over
/// all images appears when it is completed.
/// </summary>
/// <typeparam name="TPrediction">What is predicted of an image.</typeparam>
public interface IPredictionWriter<in TPrediction> : IDisposable
{
    /// <summary>Begins to write; the plan's folders are there.</summary>
    void Begin();

    /// <summary>Writes the files of an image and its part of the file over all.</summary>
    /// <param name="image">One of the images planned; each once, in any order, and some may be left out.</param>
    /// <param name="pixels">Its pixels.</param>
    /// <param name="prediction">What was predicted; where its size is another than the image's, the overlay has its size.</param>
    void Add(PredictedImage image, RgbImage pixels, TPrediction prediction);

    /// <summary>Writes what is over all images.</summary>
    void Complete();
}
