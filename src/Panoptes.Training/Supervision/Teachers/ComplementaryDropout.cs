using Panoptes.Data.Loading;
using Panoptes.Foundation;
using Panoptes.Tensors;

namespace Panoptes.Training.Supervision.Teachers;

/// <summary>
/// Of two views of an image, one keeps a random half of the channels between backbone and head, scaled by 2, and the other view the other
/// half (UniMatch V2, complementary channel dropout). Some images are left without.
/// </summary>
/// <param name="share">The share of images that it is done to, 0 to 1, rounded up.</param>
/// <param name="seed">The stream's seed.</param>
public sealed class ComplementaryDropout(double share, long seed)
{
    private const long Salt = 0xD0;

    /// <summary>Changes the features of a batch that holds every image twice.</summary>
    /// <param name="features">(2N,C,h,w) each: the first views, then the second.</param>
    /// <param name="step">The batch's step: the same draws the same.</param>
    /// <param name="places">Where the images stand in the batch of all processes.</param>
    /// <returns>Features of the same shapes, in the innermost open scope.</returns>
    public IReadOnlyList<Tensor> Apply(IReadOnlyList<Tensor> features, long step, BatchPlaces places)
    {
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(places);
        var images = (int)features[0].Size(0) / 2;
        var all = Chosen(images * places.World, step);
        (int Image, int Place)[] chosen =
            [.. Enumerable.Range(0, images).Select(image => (image, places[image])).Where(entry => all.Contains(entry.Item2))];
        return [.. features.Select((feature, level) => feature * Mask(feature, images, level, chosen, step))];
    }

    private HashSet<int> Chosen(int images, long step)
    {
        var random = new SeededRandom(seed, step, Salt);
        return [.. Enumerable.Range(0, images).Select(image => (Key: random.NextDouble(), Image: image)).OrderBy(entry => entry.Key)
            .Take((int)Math.Ceiling(share * images)).Select(entry => entry.Image)];
    }

    private Tensor Mask(Tensor feature, int images, int level, (int Image, int Place)[] chosen, long step)
    {
        var channels = (int)feature.Size(1);
        var mask = new float[2 * images * channels];
        Array.Fill(mask, 1);
        foreach (var (image, place) in chosen)
        {
            var random = new SeededRandom(seed, step, Salt, level, place + 1);
            for (var channel = 0; channel < channels; channel++)
            {
                var first = random.NextDouble() < 0.5 ? 2 : 0;
                mask[(image * channels) + channel] = first;
                mask[((images + image) * channels) + channel] = 2 - first;
            }
        }

        return Tensor.From<float>(mask, 2 * images, channels, 1, 1).To(feature.Device, feature.DType);
    }
}
