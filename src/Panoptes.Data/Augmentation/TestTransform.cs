using Panoptes.Data.Configuration;
using Panoptes.Foundation;
using Panoptes.Imaging;
using Panoptes.Imaging.Geometries;
using Panoptes.Imaging.Resampling;

namespace Panoptes.Data.Augmentation;

/// <summary>
/// What is done to an image for evaluation and prediction: an optional resize that keeps its proportions, and normalizing. Labels are not
/// resized.
/// </summary>
public sealed class TestTransform
{
    private readonly IReadOnlyList<int>? bound;
    private readonly Normalization normalization;

    /// <summary>Makes the transform.</summary>
    /// <param name="config">Mean and deviation; nothing else of it is used.</param>
    /// <param name="bound">The [height, width] images are fitted into; their own size where null.</param>
    /// <exception cref="InputException">A size is not above 0.</exception>
    public TestTransform(AugmentationConfig config, IReadOnlyList<int>? bound = null)
    {
        config.Check();
        if (bound is not null && (bound.Count != 2 || bound.Any(b => b is < 1 or > 65536)))
        {
            throw new InputException("test size", $"[{string.Join(", ", bound)}]", "[height, width], each 1 to 65536", "correct the size");
        }

        this.bound = bound;
        normalization = new Normalization([.. config.Mean.Select(v => (float)v)], [.. config.Std.Select(v => (float)v)]);
    }

    /// <summary>How an image of a size is moved.</summary>
    public Geometry GeometryOf(int width, int height)
    {
        var identity = Geometry.Identity(width, height);
        if (bound is null)
        {
            return identity;
        }

        var (scaledWidth, scaledHeight) = AspectRatio.Fit(width, height, bound[0], bound[1]);
        return identity.Resize(scaledWidth, scaledHeight);
    }

    /// <summary>Writes an image as a network takes it.</summary>
    /// <param name="image">The image.</param>
    /// <param name="geometry">Its geometry, of <see cref="GeometryOf"/>.</param>
    /// <param name="planar">Takes 3 * Height * Width values of the geometry's output.</param>
    public void Apply(RgbImage image, Geometry geometry, Span<float> planar) =>
        Resampler.ColorToPlanarFloat(image, geometry, normalization, planar);
}
