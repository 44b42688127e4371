using Panoptes.Data.Loading;
using Panoptes.Data.Samples;
using Panoptes.Data.Targets;
using Panoptes.Foundation;
using Panoptes.Imaging;
using Panoptes.Imaging.Geometries;
using Panoptes.Imaging.Masks;
using Panoptes.Models.Outputs;
using Panoptes.Tensors;
using Panoptes.Training.Streams;
using Panoptes.Training.Supervision;

namespace Panoptes.Training.Tests.Masks;

/// <summary>Seeded masks and predictions.</summary>
internal static class MadeUpMasks
{
    /// <summary>Rectangles, which may overlap; never empty.</summary>
    public static RunLengthMask[] Rectangles(SeededRandom random, int count, int width, int height) =>
        [.. Enumerable.Range(0, count).Select(_ =>
    {
        var plane = new Plane<byte>(width, height);
        var (x, y) = (random.NextInt(0, width), random.NextInt(0, height));
        var (w, h) = (random.NextInt(1, width - x + 1), random.NextInt(1, height - y + 1));
        for (var row = y; row < y + h; row++)
        {
            plane.Row(row).Slice(x, w).Fill(1);
        }

        return RunLengthMask.Encode(plane);
    })];

    /// <summary>A batch of objects: for each image its masks, with classes drawn.</summary>
    public static Batch Batch(SeededRandom random, int width, int height, int classes, params RunLengthMask[][] images) => new(
        random.NextInt(0, 1000),
        new Dictionary<string, Tensor> { [Data.Loading.Batch.ImageView] = Tensor.Zeros([images.Length, 3, height, width]) },
        new BatchTargets(Instances: [.. images.Select(masks => (IReadOnlyList<InstanceTarget>)
            [.. masks.Select((mask, i) => new InstanceTarget(i, random.NextInt(0, classes), false, mask, mask.Box))])]),
        [.. images.Select((_, n) => new SampleInfo(n, new SampleFiles($"image {n}", $"{n}.png", null), Geometry.Identity(width, height)))]);

    /// <summary>Predictions with gradients in embeddings, features and class logits.</summary>
    public static MaskSet Predictions(
        long seed, int images, int queries, int classes, int layers, (int Height, int Width) padded, int channels = 6)
    {
        using var generator = new Generator(seed);
        Tensor Leaf(params long[] shape)
        {
            var leaf = Ops.Randn(shape, generator, DType.Float32);
            leaf.RequiresGrad = true;
            return leaf;
        }

        var features = Leaf(images, channels, padded.Height / 4, padded.Width / 4);
        return new MaskSet(
            [.. Enumerable.Range(0, layers).Select(_ =>
            {
                var embeddings = Leaf(images, queries, channels);
                var masks = embeddings.Matmul(features.Flatten(2)).View([images, queries, padded.Height / 4, padded.Width / 4]);
                return new MaskPrediction(Leaf(images, queries, classes + 1), embeddings, masks, features);
            })],
            padded);
    }

    /// <summary>A pass in which the network makes such predictions of a batch.</summary>
    public static StepContext Pass(Batch batch, MaskSet outputs)
    {
        var seen = new TrainingBatch(batch, batch.Images, batch.Targets.Labels);
        return new StepContext(new Dictionary<string, TrainingBatch> { [SampleStream.Labeled] = seen }, (_, _) =>
            outputs)
        { Step = 0, IsMeasured = false };
    }
}
