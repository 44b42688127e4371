using Panoptes.Data.Loading;
using Panoptes.Data.Samples;
using Panoptes.Foundation;
using Panoptes.Imaging.Geometries;
using Panoptes.Tensors;
using Panoptes.Training.Supervision;

namespace Panoptes.Training.Tests.Engine;

public sealed class LabelRangeTests
{
    [Theory]
    [InlineData(3, 255, 3)]
    [InlineData(3, 255, -1)]
    [InlineData(3, 2, 255)]
    [InlineData(19, -100, long.MaxValue)]
    [InlineData(19, -100, long.MinValue)]
    public void One_bad_label_is_found_wherever_it_is_and_named_with_its_image(int classes, int ignore, long bad)
    {
        using var scope = TensorScope.Open();
        const int Height = 3;
        const int Width = 7;
        for (var at = 0; at < 2 * Height * Width; at++)
        {
            using var batch = Batch(classes, ignore, Height, Width);
            LabelRange.Check(batch, classes, ignore);
            batch.Labels.Data<long>()[at] = bad;
            var error = Assert.Throws<InputException>(() => LabelRange.Check(batch, classes, ignore));
            Assert.Contains($"train id {bad}", error.Message, StringComparison.Ordinal);
            Assert.Contains($"image{at / (Height * Width)}", error.Message, StringComparison.Ordinal);
        }
    }

    // Every class in turn, and the ignored id.
    private static Batch Batch(int classes, int ignore, int height, int width)
    {
        var labels = Enumerable.Range(
            0, 2 * height * width).Select(k => (long)(k % (classes + 1) == classes ? ignore : k % (classes + 1))).ToArray();
        return new Batch(
            0, Tensor.Zeros([2, 3, height, width]).Keep(), Tensor.From(labels, 2, height, width).Keep(),
            [.. Enumerable.Range(0, 2).Select(k => new SampleInfo(
                k, new SampleFiles($"image{k}", $"image{k}.png", $"image{k}.label.png"), Geometry.Identity(width, height)))]);
    }
}
