using Panoptes.Foundation;
using Panoptes.Imaging;

namespace Panoptes.Serving.Models;

/// <summary>A model that reads images: whatever runs it, a service asks it from one thread at a time.</summary>
public interface IServedModel : IDisposable
{
    /// <summary>What it is.</summary>
    ServedModelInfo Info { get; }

    /// <summary>The most images that go through it together, at least 1.</summary>
    int LargestBatch { get; }

    /// <summary>
    /// How many go together where nothing else is said: 1 where a batch takes as long as its images one by one, as on processors.
    /// </summary>
    int UsualBatch { get; }

    /// <summary>The size of a batch that an image belongs to: images with the same one can go through together.</summary>
    /// <param name="width">The image's width in pixels.</param>
    /// <param name="height">The image's height in pixels.</param>
    /// <returns>Width and height in pixels.</returns>
    (int Width, int Height) BatchSize(int width, int height);

    /// <summary>Reads images that go through together.</summary>
    /// <param name="images">1 to <see cref="LargestBatch"/> images with the same <see cref="BatchSize"/>.</param>
    /// <returns>What is seen in each, in their order.</returns>
    /// <exception cref="InputException">The model cannot take an image.</exception>
    IReadOnlyList<ImageReading> Read(IReadOnlyList<RgbImage> images);
}
