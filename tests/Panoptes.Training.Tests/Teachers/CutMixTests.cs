using Panoptes.Data.Configuration;
using Panoptes.Imaging.Geometries;
using Panoptes.Tensors;
using Panoptes.Training.Supervision.Teachers;

namespace Panoptes.Training.Tests.Teachers;

[Collection("tensors")]
public sealed class CutMixTests
{
    [Fact]
    public void Images_labels_and_confidences_are_mixed_by_the_same_boxes_from_the_next_image()
    {
        using var scope = TensorScope.Open();
        var (count, height, width) = (3, 20, 30);
        var boxes = new CutMixConfig { Probability = 1 }.Draw(count, width, height, 1, 2, 0).ToArray();
        boxes[1] = default;
        var images = Numbered(count, 3, height, width);
        var labels = Numbered(count, height, width).To(DType.Int64);
        var confidences = Numbered(count, height, width);
        var (before, known, sure) = (images.ToArray<float>(), labels.ToArray<long>(), confidences.ToArray<float>());
        var (mixed, mixedLabels, mixedSure) = (
            CutMix.Mix(images, boxes).ToArray<float>(), CutMix.Mix(labels, boxes).ToArray<long>(),
            CutMix.Mix(confidences, boxes).ToArray<float>());
        Assert.Equal(before, images.ToArray<float>());
        for (var i = 0; i < mixed.Length; i++)
        {
            var (x, y, channel, item) = (i % width, i / width % height, i / (width * height) % 3, i / (3 * width * height));
            var from = boxes[item].Contains(x, y) ? (item + 1) % count : item;
            Assert.Equal(before[(((((from * 3) + channel) * height) + y) * width) + x], mixed[i]);
            var (here, there) = ((((item * height) + y) * width) + x, (((from * height) + y) * width) + x);
            Assert.Equal((known[there], sure[there]), (mixedLabels[here], mixedSure[here]));
        }
    }

    [Fact]
    public void Every_image_needs_a_box_and_one_alone_stays()
    {
        using var scope = TensorScope.Open();
        var one = Numbered(1, 3, 4, 4);
        Assert.Equal(one.ToArray<float>(), CutMix.Mix(one, [new PixelRectangle(0, 0, 3, 3)]).ToArray<float>());
        Assert.Throws<ArgumentOutOfRangeException>(() => CutMix.Mix(one, []));
    }

    private static Tensor Numbered(params long[] shape)
    {
        var values = new float[shape.Aggregate((all, one) => all * one)];
        return Tensor.From([.. values.Index().Select(value => (float)value.Index)], shape);
    }
}
