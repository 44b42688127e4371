using System.Numerics;

namespace Panoptes.Imaging;

/// <summary>
/// Samples the layers of a scene through one <see cref="Geometry"/>. Only the output's pixels are computed; results do not
/// depend on the count of threads, and colour is computed in whole numbers, so that it is the same on every machine.
/// <para>
/// Colour: per axis a triangle filter of half-width max(1, scale) source pixels about the output pixel's centre, weights
/// normalised to 1: bilinear at half-pixel centres where enlarging, the same with antialiasing where shrinking. Taps
/// beyond the source's border repeat the border. An output pixel on a source pixel at scale 1 is an exact copy.
/// Ids: pixel-centre nearest, source index = floor(map(i + 0.5)), or the majority over the footprint.
/// </para>
/// </summary>
public static partial class Resampler
{
    /// <summary>Samples a colour image.</summary>
    /// <param name="image">The source; its size must be the geometry's.</param>
    /// <param name="geometry">The map.</param>
    /// <param name="fill">Colour of the padding.</param>
    /// <param name="threads">Threads to use; rows are shared among them.</param>
    public static RgbImage Colour(RgbImage image, Geometry geometry, Rgb fill = default, int threads = 1) => throw new NotImplementedException();

    /// <summary>
    /// Samples, distorts and normalises in one pass, row by row in cache: what a network's input needs. Padding is
    /// <paramref name="fill"/> after normalising, so 0 is the mean colour.
    /// </summary>
    /// <param name="image">The source; its size must be the geometry's.</param>
    /// <param name="geometry">The map.</param>
    /// <param name="normalisation">Mean and standard deviation.</param>
    /// <param name="planar">Takes 3 * Height * Width values: the planes R, G, B.</param>
    /// <param name="photometric">Distortion of the sampled 8-bit colours before normalising; none where null.</param>
    /// <param name="fill">Value of the padding.</param>
    /// <param name="threads">Threads to use; rows are shared among them.</param>
    public static void ColourToPlanarFloat(
        RgbImage image, Geometry geometry, Normalisation normalisation, Span<float> planar, PhotometricPlan? photometric = null, float fill = 0, int threads = 1) => throw new NotImplementedException();

    /// <summary>Samples ids.</summary>
    /// <typeparam name="T">Type of an id.</typeparam>
    /// <param name="ids">The source; its size must be the geometry's.</param>
    /// <param name="geometry">The map.</param>
    /// <param name="fill">Id of the padding.</param>
    /// <param name="rule">Which id a pixel takes.</param>
    public static Plane<T> Ids<T>(Plane<T> ids, Geometry geometry, T fill, IdRule rule = IdRule.PixelCentreNearest)
        where T : unmanaged, IBinaryInteger<T> => throw new NotImplementedException();

    /// <summary>Samples ids straight into a buffer of another type, such as the 64-bit labels of a batch.</summary>
    /// <typeparam name="T">Type of an id.</typeparam>
    /// <typeparam name="TOutput">Type of an id in the output; ids are truncated to it.</typeparam>
    /// <param name="ids">The source; its size must be the geometry's.</param>
    /// <param name="geometry">The map.</param>
    /// <param name="fill">Id of the padding.</param>
    /// <param name="output">Takes Height * Width ids.</param>
    /// <param name="rule">Which id a pixel takes.</param>
    public static void Ids<T, TOutput>(Plane<T> ids, Geometry geometry, TOutput fill, Span<TOutput> output, IdRule rule = IdRule.PixelCentreNearest)
        where T : unmanaged, IBinaryInteger<T>
        where TOutput : unmanaged, IBinaryInteger<TOutput> => throw new NotImplementedException();

    /// <summary>Samples a measured quantity such as depth. NaN and <paramref name="invalid"/> mark pixels without a measurement.</summary>
    /// <param name="values">The source; its size must be the geometry's.</param>
    /// <param name="geometry">The map.</param>
    /// <param name="rule">How values are blended.</param>
    /// <param name="invalid">Value of pixels without a measurement, and of the padding.</param>
    public static Plane<float> Scalar(Plane<float> values, Geometry geometry, ScalarRule rule = ScalarRule.PixelCentreNearest, float invalid = 0) => throw new NotImplementedException();
}
