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
    /// <exception cref="ArgumentException">The image's size is not the geometry's source size.</exception>
    public static RgbImage Colour(RgbImage image, Geometry geometry, Rgb fill = default, int threads = 1)
    {
        Check(image.Width, image.Height, geometry);
        var output = new RgbImage(geometry.Width, geometry.Height);
        var content = geometry.Content;
        if ((content.Width < geometry.Width || content.Height < geometry.Height) && fill != default)
        {
            Fill(output, fill);
        }

        new ColourSampler(image, geometry).ForRows(
            threads, (y, pixels) => RgbxRow.Pack(pixels, output.Row(y).Slice(content.Left * 3, content.Width * 3)));
        return output;
    }

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
    /// <exception cref="ArgumentException">A size does not fit.</exception>
    public static unsafe void ColourToPlanarFloat(
        RgbImage image,
        Geometry geometry,
        Normalisation normalisation,
        Span<float> planar,
        PhotometricPlan? photometric = null,
        float fill = 0,
        int threads = 1)
    {
        Check(image.Width, image.Height, geometry);
        var area = geometry.Width * geometry.Height;
        if (planar.Length != 3 * area)
        {
            throw new ArgumentException($"room for {planar.Length} values given for 3x{geometry.Height}x{geometry.Width}", nameof(planar));
        }

        var content = geometry.Content;
        if (content.Width < geometry.Width || content.Height < geometry.Height)
        {
            planar.Fill(fill);
        }

        var plan = photometric ?? new PhotometricPlan();
        var kernel = new PhotometricKernel(plan);
        var (mean, std) = (normalisation.Mean, normalisation.Std);
        fixed (float* start = planar)
        {
            // A span cannot enter the closure; the buffer stays fixed until all rows are done.
            var address = (nint)start;
            new ColourSampler(image, geometry).ForRows(threads, (y, pixels) =>
            {
                if (!plan.IsIdentity)
                {
                    kernel.Apply(pixels);
                }

                for (var channel = 0; channel < 3; channel++)
                {
                    var row = new Span<float>((float*)address + ((long)channel * area) + ((long)y * geometry.Width) + content.Left, content.Width);
                    RgbxRow.Normalise(pixels, 8 * channel, mean[channel], std[channel], row);
                }
            });
        }
    }

    private static void Check(int width, int height, Geometry geometry)
    {
        if (width != geometry.SourceWidth || height != geometry.SourceHeight)
        {
            throw new ArgumentException(
                $"a layer of {width}x{height} pixels given to a geometry for {geometry.SourceWidth}x{geometry.SourceHeight}; use Geometry.ForSource");
        }
    }

    private static void Fill(RgbImage image, Rgb colour)
    {
        for (var i = 0; i < image.Pixels.Length; i += 3)
        {
            (image.Pixels[i], image.Pixels[i + 1], image.Pixels[i + 2]) = (colour.R, colour.G, colour.B);
        }
    }
}
