using Panoptes.Data.Loading;
using Panoptes.Data.Samples;
using Panoptes.Foundation;
using Panoptes.Imaging.Geometries;
using Panoptes.Tensors;

namespace Panoptes.Training.TestHost;

/// <summary>Noisy images of a few rectangles, one color a class: a stream that is a pure function of seed and step.</summary>
public sealed class ToyScenes(int classes, int batchSize, int size, long seed)
{
    private const double Noise = 0.3;

    public Batch Take(long step)
    {
        var images = new float[batchSize * 3 * size * size];
        var labels = new long[batchSize * size * size];
        for (var n = 0; n < batchSize; n++)
        {
            Draw(new SeededRandom(seed, step, n), images.AsSpan(n * 3 * size * size), labels.AsSpan(n * size * size, size * size));
        }

        using var scope = TensorScope.Open();
        return new Batch(
            step,
            Tensor.From<float>(images, batchSize, 3, size, size),
            Tensor.From<long>(labels, batchSize, size, size),
            [.. Enumerable.Range(0, batchSize).Select(n => Info(step, n))]);
    }

    private SampleInfo Info(long step, int n) =>
        new(n, new SampleFiles($"toy_{step}_{n}", $"toy_{step}_{n}.png", $"toy_{step}_{n}_labels.png"), Geometry.Identity(size, size));

    private void Draw(SeededRandom random, Span<float> image, Span<long> labels)
    {
        labels.Clear();
        for (var k = 1; k < classes; k++)
        {
            var (x, y) = (random.NextInt(0, size - 4), random.NextInt(0, size - 4));
            for (var i = 0; i < size * size / 4; i++)
            {
                var (dx, dy) = (i % (size / 2), i / (size / 2));
                if (x + dx < size && y + dy < size)
                {
                    labels[((y + dy) * size) + x + dx] = k;
                }
            }
        }

        labels[0] = 255;
        for (var i = 0; i < labels.Length; i++)
        {
            for (var c = 0; c < 3; c++)
            {
                image[(c * labels.Length) + i] = (float)((((labels[i] >> c) & 1) * 2) - 1 + (Noise * random.NextNormal()));
            }
        }
    }
}
