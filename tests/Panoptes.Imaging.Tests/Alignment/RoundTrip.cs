using Panoptes.Imaging.Geometries;
using Panoptes.Imaging.Resampling;

namespace Panoptes.Imaging.Tests.Alignment;

/// <summary>
/// The two-path round trip (P2): labels are drawn as an image, one class a channel, take the image's road and are read
/// back by the strongest channel; the labels take theirs. Comparing the two says whether the roads agree.
/// </summary>
internal static class RoundTrip
{
    /// <summary>Labels that took the image's road; -1 in padding.</summary>
    public static Plane<int> AsImage(Plane<int> labels, Geometry geometry, int classes)
    {
        var best = new int[geometry.Width * geometry.Height];
        var output = new Plane<int>(geometry.Width, geometry.Height);
        output.Pixels.AsSpan().Fill(-1);
        for (var first = 0; first < classes; first += 3)
        {
            var image = new RgbImage(labels.Width, labels.Height);
            for (var i = 0; i < labels.Pixels.Length; i++)
            {
                var channel = labels.Pixels[i] - first;
                if (channel is >= 0 and < 3)
                {
                    image.Pixels[(3 * i) + channel] = 255;
                }
            }

            var moved = Resampler.Color(image, geometry);
            for (var i = 0; i < best.Length; i++)
            {
                for (var channel = 0; channel < 3; channel++)
                {
                    if (moved.Pixels[(3 * i) + channel] > best[i])
                    {
                        best[i] = moved.Pixels[(3 * i) + channel];
                        output.Pixels[i] = first + channel;
                    }
                }
            }
        }

        return output;
    }

    /// <summary>Sums of intersections and unions of classes over many pairs of maps.</summary>
    internal sealed class Agreement(int classes)
    {
        private readonly long[] both = new long[classes];
        private readonly long[] left = new long[classes];
        private readonly long[] right = new long[classes];

        public double MeanIoU => Enumerable.Range(0, classes)
            .Where(id => left[id] + right[id] > 0)
            .Average(id => (double)both[id] / (left[id] + right[id] - both[id]));

        public void Add(Plane<int> a, Plane<int> b)
        {
            for (var i = 0; i < a.Pixels.Length; i++)
            {
                var (x, y) = (a.Pixels[i], b.Pixels[i]);
                if (x < 0 || y < 0 || x >= classes || y >= classes)
                {
                    continue;
                }

                left[x]++;
                right[y]++;
                both[x] += x == y ? 1 : 0;
            }
        }
    }
}
