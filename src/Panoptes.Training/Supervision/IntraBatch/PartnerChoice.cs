using Panoptes.Foundation;
using Panoptes.Training.Configuration;

namespace Panoptes.Training.Supervision.IntraBatch;

/// <summary>
/// Chooses for every image of a batch another one whose features its embeddings meet. A function of seed, batch, prediction and image.
/// </summary>
/// <param name="pairing">How.</param>
/// <param name="seed">The run's seed.</param>
public sealed class PartnerChoice(IntraBatchPairing pairing, long seed)
{
    private const long Salt = 0x1B5;

    /// <summary>The partner of every image.</summary>
    /// <param name="images">Images in the batch.</param>
    /// <param name="remembered">Images of earlier batches that may be met too, counted from <paramref name="images"/> on.</param>
    /// <param name="batch">The number of the batch.</param>
    /// <param name="prediction">The number of the prediction.</param>
    /// <param name="arePairs">Whether the batch was drawn in pairs, which decides where the pairing is left to it.</param>
    /// <returns>For each image another one; never itself. Null where there is none to meet.</returns>
    public int?[] Of(int images, int remembered, long batch, int prediction, bool arePairs = false)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(images);
        if (pairing == IntraBatchPairing.Pair || (pairing == IntraBatchPairing.Auto && arePairs))
        {
            RequireEven(images);
            return [.. Enumerable.Range(0, images).Select(image => (int?)(image ^ 1))];
        }

        var others = images - 1 + remembered;
        return [.. Enumerable.Range(0, images).Select(image => others == 0 ? null : (int?)Other(image, others, batch, prediction))];
    }

    private int Other(int image, int others, long batch, int prediction)
    {
        var place = new SeededRandom(seed, batch, Salt, prediction, image).NextInt(0, others);
        return place < image ? place : place + 1;
    }

    private static void RequireEven(int images)
    {
        if (images % 2 != 0)
        {
            throw new InputException(
                "train.intra_batch.pairing", $"pairs in a batch of {images} images", "an even number of images",
                "make the batch size even, or set train.intra_batch.pairing=random");
        }
    }
}
