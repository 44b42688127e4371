using Panoptes.Data.Sampling;

namespace Panoptes.Data.Loading;

/// <summary>Pairs of crops, one after the other; processes take turns pair by pair.</summary>
/// <param name="pairs">The pairs.</param>
/// <param name="rank">This process, 0 to world - 1.</param>
/// <param name="world">Processes that share the data set.</param>
internal sealed class PairOrder(PairSampler pairs, int rank, int world) : ISampleOrder
{
    /// <inheritdoc/>
    public PlacedSample At(long n, int attempt)
    {
        var (pair, crop) = (checked((n / 2 * world) + rank), (int)(n % 2));
        var (image, target) = pairs.Crop(pair, crop, attempt);
        return new PlacedSample(image, (2 * pair) + crop, target);
    }
}
