using Panoptes.Data.Samples;
using Panoptes.Foundation;
using Panoptes.Imaging;
using Panoptes.Imaging.Codecs;
using Panoptes.Training.Evaluation.Predictions;

namespace Panoptes.Experiments.Sessions;

/// <summary>Tries before a training whether the network can take the smallest images that it is to be measured on.</summary>
internal static class SmallImages
{
    // No network of this library halves an image more often than into 64ths.
    private const int Enough = 64;

    /// <summary>
    /// Sends blank images of the least width and the least height in a split through the network; only those that are very small.
    /// </summary>
    /// <exception cref="InputException">The network cannot take one; names its file.</exception>
    public static void Try(IDataset dataset, Predictor predictor)
    {
        if (!dataset.ImagesAreFiles)
        {
            return;
        }

        var small = Enumerable.Range(0, dataset.Count)
            .Select(index => dataset.Files(index).Image)
            .Select(file => (File: file, Header: Header(file)))
            .Where(image => image.Header is { } header && Math.Min(header.Width, header.Height) < Enough)
            .ToList();
        if (small.Count == 0)
        {
            return;
        }

        foreach (var (file, header) in new[] { small.MinBy(image => image.Header!.Width), small.MinBy(
            image => image.Header!.Height) }.Distinct())
        {
            predictor.Predict(new RgbImage(header!.Width, header.Height), file);
        }
    }

    private static ImageHeader? Header(string file)
    {
        try
        {
            return ImageFile.ReadHeader(file);
        }
        catch (Exception unreadable) when (unreadable is InputException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
