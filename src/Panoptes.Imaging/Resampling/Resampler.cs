using Panoptes.Imaging.Geometries;

namespace Panoptes.Imaging.Resampling;

/// <summary>
/// Samples the layers of a scene through one <see cref="Geometry"/>. Only the output's pixels are computed; results do not
/// depend on the count of threads, and color is computed in whole numbers, so that it is the same on every machine.
/// <para>
/// Color: per axis a triangle filter of half-width max(1, scale) source pixels about the output pixel's center, weights
/// normalized to 1: bilinear at half-pixel centers where enlarging, the same with antialiasing where shrinking. Taps
/// beyond the source's border repeat the border. An output pixel on a source pixel at scale 1 is an exact copy.
/// Ids: pixel-center nearest, source index = floor(map(i + 0.5)), or the majority over the footprint.
/// </para>
/// </summary>
public static partial class Resampler
{
    /// <summary>Samples a color image.</summary>
    /// <param name="image">The source; its size must be the geometry's.</param>
    /// <param name="geometry">The map.</param>
    /// <param name="fill">Color of the padding.</param>
    /// <param name="threads">Threads to use; rows are shared among them.</param>
    /// <exception cref="ArgumentException">The image's size is not the geometry's source size.</exception>
    public static RgbImage Color(RgbImage image, Geometry geometry, Rgb fill = default, int threads = 1)
    {
        Check(image.Width, image.Height, geometry);
        var output = new RgbImage(geometry.Width, geometry.Height);
        var content = geometry.Content;
        if ((content.Width < geometry.Width || content.Height < geometry.Height) && fill != default)
        {
            Fill(output, fill);
        }

        new ColorSampler(image, geometry).ForRows(
            threads, (y, pixels) => RgbxRow.Pack(pixels, output.Row(y).Slice(content.Left * 3, content.Width * 3)));
        return output;
    }

    private static void Check(int width, int height, Geometry geometry)
    {
        if (width != geometry.SourceWidth || height != geometry.SourceHeight)
        {
            throw new ArgumentException(
                $"a layer of {width}x{height} pixels given to a geometry for {geometry.SourceWidth}x{geometry.SourceHeight}; use "
                    + "Geometry.ForSource");
        }
    }

    private static void Fill(RgbImage image, Rgb color)
    {
        for (var i = 0; i < image.Pixels.Length; i += 3)
        {
            (image.Pixels[i], image.Pixels[i + 1], image.Pixels[i + 2]) = (color.R, color.G, color.B);
        }
    }
}
