using Panoptes.Data.Sampling;

namespace Panoptes.Data.Loading;

/// <summary>Images by their repeat factors; processes take turns.</summary>
/// <param name="sampler">The passes.</param>
/// <param name="rank">This process, 0 to world - 1.</param>
/// <param name="world">Processes that share the data set.</param>
internal sealed class RepeatOrder(RepeatSampler sampler, int rank, int world) : ISampleOrder
{
    /// <inheritdoc/>
    public PlacedSample At(long n, int attempt)
    {
        var place = checked((n * world) + rank);
        return new PlacedSample(attempt == 0 ? sampler.At(place) : sampler.Substitute(place, attempt), place);
    }
}
