namespace Panoptes.Data.Loading;

/// <summary>Every image once an epoch.</summary>
/// <param name="sampler">The epochs.</param>
internal sealed class EpochOrder(EpochSampler sampler) : ISampleOrder
{
    /// <inheritdoc/>
    public PlacedSample At(long n, int attempt)
    {
        var place = sampler.Place(n);
        return new PlacedSample(attempt == 0 ? sampler.At(place) : sampler.Substitute(place, attempt), place);
    }
}
