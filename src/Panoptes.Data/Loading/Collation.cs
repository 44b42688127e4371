using Panoptes.Data.Targets;
using Panoptes.Imaging.Geometries;
using Panoptes.Imaging.Resampling;

namespace Panoptes.Data.Loading;

/// <summary>Puts samples of different sizes into one batch: each at the top left, padding to the right and below.</summary>
internal static class Collation
{
    /// <summary>The size that a batch of samples needs.</summary>
    /// <param name="samples">The samples.</param>
    /// <param name="multiple">What height and width are to be a multiple of.</param>
    public static (int Height, int Width) Size(IReadOnlyList<LoadedSample> samples, int multiple) => (
        RoundUp(samples.Max(sample => sample.Info.Geometry.Height), multiple),
        RoundUp(samples.Max(sample => sample.Info.Geometry.Width), multiple));

    /// <summary>Writes samples into a batch and lets go of their own pixels.</summary>
    /// <param name="samples">The samples.</param>
    /// <param name="batch">Takes them.</param>
    /// <param name="channelsLast">Whether the batch's channels lie innermost.</param>
    /// <param name="voidId">The label of padding.</param>
    /// <returns>The samples with their geometries padded to the batch's size.</returns>
    public static IReadOnlyList<LoadedSample> Write(IReadOnlyList<LoadedSample> samples, BatchTensors batch, bool channelsLast, long voidId)
    {
        var (height, width) = ((int)batch.Images.Size(2), (int)batch.Images.Size(3));
        var padded = new LoadedSample[samples.Count];
        for (var n = 0; n < samples.Count; n++)
        {
            var sample = samples[n];
            using var loose = sample.Loose!;
            var from = loose.Room;
            var to = batch.Room(n);
            var geometry = sample.Info.Geometry;
            if (channelsLast)
            {
                CopyInterleaved(from.Image, geometry.Height, geometry.Width, to.Image, height, width);
            }
            else
            {
                for (var channel = 0; channel < 3; channel++)
                {
                    var (small, large) = (geometry.Width * geometry.Height, width * height);
                    Copy(from.Image.Slice(channel * small, small), geometry.Width, to.Image.Slice(channel * large, large), width, 0f);
                }
            }

            Copy(from.Labels, geometry.Width, to.Labels, width, voidId);
            Copy(from.SegmentIds, geometry.Width, to.SegmentIds, width, 0);
            padded[n] = sample with
            {
                Info = sample.Info with { Geometry = geometry.PadTo(width, height) },
                Instances = sample.Instances is { } instances ? [.. instances.Select(instance => Pad(instance, width, height))] : null,
                Loose = null,
            };
        }

        return padded;
    }

    /// <summary>Copies planes R, G, B into pixels R G B, in the top left of a larger image whose rest becomes 0.</summary>
    public static void CopyInterleaved(ReadOnlySpan<float> planes, int height, int width, Span<float> pixels, int newHeight, int newWidth)
    {
        var area = height * width;
        if (height < newHeight || width < newWidth)
        {
            pixels.Clear();
        }

        for (var y = 0; y < height; y++)
        {
            var row = pixels.Slice(3 * y * newWidth, 3 * width);
            for (int x = 0, i = y * width; x < width; x++, i++)
            {
                row[3 * x] = planes[i];
                row[(3 * x) + 1] = planes[area + i];
                row[(3 * x) + 2] = planes[(2 * area) + i];
            }
        }
    }

    private static void Copy<T>(ReadOnlySpan<T> from, int width, Span<T> to, int newWidth, T fill)
    {
        for (var (i, o) = (0, 0); o < to.Length; i += width, o += newWidth)
        {
            var row = to.Slice(o, newWidth);
            var used = i < from.Length ? width : 0;
            if (used > 0)
            {
                from.Slice(i, width).CopyTo(row);
            }

            row[used..].Fill(fill);
        }
    }

    private static InstanceTarget Pad(InstanceTarget instance, int width, int height)
    {
        var mask = instance.Mask;
        var padding = Geometry.Identity(mask.Width, mask.Height).PadTo(width, height);
        return mask.Width == width && mask.Height == height ? instance : instance with { Mask = Resampler.Mask(mask, padding) };
    }

    private static int RoundUp(int length, int multiple) => (length + multiple - 1) / multiple * multiple;
}
