using System.Runtime.Intrinsics;
using Panoptes.Imaging.Geometries;
using Panoptes.Imaging.Photometrics;

namespace Panoptes.Imaging.Resampling;

/// <content>What a network's input needs, in one pass.</content>
public static partial class Resampler
{
    /// <summary>
    /// Samples, distorts and normalizes in one pass, row by row in cache: what a network's input needs. Padding is
    /// <paramref name="fill"/> after normalizing, so 0 is the mean color.
    /// </summary>
    /// <param name="image">The source; its size must be the geometry's.</param>
    /// <param name="geometry">The map.</param>
    /// <param name="normalization">Mean and standard deviation.</param>
    /// <param name="planar">Takes 3 * Height * Width values: the planes R, G, B.</param>
    /// <param name="photometric">Distortion of the sampled 8-bit colors before normalizing; none where null.</param>
    /// <param name="fill">Value of the padding.</param>
    /// <param name="threads">Threads to use; rows are shared among them.</param>
    /// <exception cref="ArgumentException">A size does not fit.</exception>
    public static unsafe void ColorToPlanarFloat(
        RgbImage image,
        Geometry geometry,
        Normalization normalization,
        Span<float> planar,
        PhotometricPlan? photometric = null,
        float fill = 0,
        int threads = 1)
    {
        Prepare(image, geometry, planar, fill);
        var content = geometry.Content;
        var area = (long)geometry.Width * geometry.Height;
        var (mean, std) = (normalization.Mean, normalization.Std);
        fixed (float* start = planar)
        {
            // A span cannot enter the closure; the buffer stays fixed until all rows are done.
            var address = (nint)start;
            ForRows(image, geometry, photometric, threads, (y, pixels) =>
            {
                for (var channel = 0; channel < 3; channel++)
                {
                    var row = (float*)address + (channel * area) + ((long)y * geometry.Width) + content.Left;
                    RgbxRow.Normalize(pixels, 8 * channel, mean[channel], std[channel], new Span<float>(row, content.Width));
                }
            });
        }
    }

    /// <summary>The same values with the channels innermost (channels-last memory): R, G, B of one pixel after another.</summary>
    /// <param name="image">The source; its size must be the geometry's.</param>
    /// <param name="geometry">The map.</param>
    /// <param name="normalization">Mean and standard deviation.</param>
    /// <param name="interleaved">Takes Height * Width * 3 values.</param>
    /// <param name="photometric">Distortion of the sampled 8-bit colors before normalizing; none where null.</param>
    /// <param name="fill">Value of the padding.</param>
    /// <param name="threads">Threads to use; rows are shared among them.</param>
    /// <exception cref="ArgumentException">A size does not fit.</exception>
    public static unsafe void ColorToInterleavedFloat(
        RgbImage image,
        Geometry geometry,
        Normalization normalization,
        Span<float> interleaved,
        PhotometricPlan? photometric = null,
        float fill = 0,
        int threads = 1)
    {
        Prepare(image, geometry, interleaved, fill);
        var content = geometry.Content;
        var mean = Vector128.Create(normalization.Mean[0], normalization.Mean[1], normalization.Mean[2], 0);
        var std = Vector128.Create(normalization.Std[0], normalization.Std[1], normalization.Std[2], 1);
        fixed (float* start = interleaved)
        {
            var address = (nint)start;
            ForRows(image, geometry, photometric, threads, (y, pixels) =>
            {
                var row = (float*)address + (3 * (((long)y * geometry.Width) + content.Left));
                RgbxRow.NormalizeInterleaved(pixels, mean, std, new Span<float>(row, 3 * content.Width));
            });
        }
    }

    private static void Prepare(RgbImage image, Geometry geometry, Span<float> output, float fill)
    {
        Check(image.Width, image.Height, geometry);
        if (output.Length != 3L * geometry.Width * geometry.Height)
        {
            throw new ArgumentException($"room for {output.Length} values given for 3x{geometry.Height}x{geometry.Width}", nameof(output));
        }

        if (geometry.Content.Width < geometry.Width || geometry.Content.Height < geometry.Height)
        {
            output.Fill(fill);
        }
    }

    private static void ForRows(RgbImage image, Geometry geometry, PhotometricPlan? photometric, int threads, RowAction action)
    {
        var sampler = new ColorSampler(image, geometry);
        if (photometric is null || photometric.IsIdentity)
        {
            sampler.ForRows(threads, action);
            return;
        }

        var kernel = new PhotometricKernel(photometric);
        sampler.ForRows(threads, (y, pixels) =>
        {
            kernel.Apply(pixels);
            action(y, pixels);
        });
    }
}
