namespace Panoptes.Data.Loading;

/// <summary>Every image once an epoch.</summary>
/// <param name="sampler">The epochs.</param>
/// <param name="images">The images, by their places in the epochs' permutations; all where null.</param>
internal sealed class EpochOrder(EpochSampler sampler, IReadOnlyList<int>? images = null) : ISampleOrder
{
    /// <inheritdoc/>
    public PlacedSample At(long n, int attempt)
    {
        var place = sampler.Place(n);
        var index = attempt == 0 ? sampler.At(place) : sampler.Substitute(place, attempt);
        return new PlacedSample(images is null ? index : images[index], place);
    }
}
