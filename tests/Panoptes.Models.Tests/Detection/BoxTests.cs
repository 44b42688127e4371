using Panoptes.Foundation;
using Panoptes.Imaging.Masks;
using Panoptes.Models.Detection.Boxes;
using Panoptes.Tensors;

namespace Panoptes.Models.Tests.Detection;

public sealed class BoxTests
{
    [Fact]
    public void Codes_lead_back_to_the_boxes_that_they_were_made_of()
    {
        using var scope = TensorScope.Open();
        var random = new SeededRandom(1);
        var (boxes, targets) = (Boxes(random, 50, 100), Boxes(random, 50, 100));
        foreach (var coder in new[] { new BoxCoder(1, 1, 1, 1), new BoxCoder(10, 5, 3, 2) })
        {
            var back = coder.Decode(coder.Encode(boxes, targets), boxes);
            Assert.InRange((back - targets).Abs().Max().Item(), 0, 1e-3);
        }
    }

    [Fact]
    public void A_box_grows_by_no_more_than_a_thousand_sixteenths()
    {
        using var scope = TensorScope.Open();
        var grown = new BoxCoder(1, 1, 1, 1).Decode(Tensor.From([0f, 0, 1e4f, -1e4f], 1, 4), Tensor.From([0f, 0, 16, 16], 1, 4));
        var edges = grown.ToArray<float>();
        Assert.Equal(1000, edges[2] - edges[0], 1e-3);
        Assert.Equal(0, edges[3] - edges[1], 1e-3);
    }

    [Fact]
    public void A_box_overlaps_itself_wholly_and_one_beside_it_not_at_all()
    {
        using var scope = TensorScope.Open();
        var boxes = Tensor.From([0f, 0, 4, 4, 4, 0, 8, 4, 2, 0, 6, 4, 3, 3, 3, 3], 4, 4);
        var overlaps = BoxOperations.PairwiseIoU(boxes, boxes);
        Assert.Equal([4L, 4], overlaps.Shape.ToArray());
        Assert.Equal([1, 0, 1f / 3, 0, 0, 1, 1f / 3, 0, 1f / 3, 1f / 3, 1, 0, 0, 0, 0, 0], overlaps.ToArray<float>());
        Assert.Equal([0L, 4], BoxOperations.PairwiseIoU(Tensor.Zeros([0, 4]), boxes).Shape.ToArray());
    }

    [Fact]
    public void Boxes_of_other_classes_do_not_suppress_each_other()
    {
        using var scope = TensorScope.Open();
        var boxes = Tensor.From([0f, 0, 10, 10, 0, 0, 10, 9, 0, 0, 9, 10], 3, 4);
        var scores = Tensor.From([0.2f, 0.9f, 0.5f], 3);
        Assert.Equal([1L], BatchedNms.Keep(boxes, scores, Tensor.From<long>([7, 7, 7], 3), 0.5).ToArray<long>());
        Assert.Equal([1L, 2], BatchedNms.Keep(boxes, scores, Tensor.From<long>([7, 7, 3], 3), 0.5).ToArray<long>());
        Assert.Equal([1L, 2, 0], BatchedNms.Keep(boxes, scores, Tensor.From<long>([1, 7, 3], 3), 0.5).ToArray<long>());
        Assert.Equal([0L], BatchedNms.Keep(
            Tensor.Zeros([0, 4]), Tensor.Zeros([0]), Tensor.Zeros([0], DType.Int64), 0.5).Shape.ToArray());
    }

    [Theory]
    [InlineData(MemoryFormat.Contiguous)]
    [InlineData(MemoryFormat.ChannelsLast)]
    public void Pooled_boxes_come_in_their_order_each_from_the_map_of_its_size(MemoryFormat format)
    {
        using var scope = TensorScope.Open();
        int[] strides = [4, 8, 16, 32];

        // Every map says its own level and image.
        Tensor[] pyramid = [.. strides.Select((stride, level) => Ops.Stack(
            [Tensor.Full([3, 1024 / stride, 1024 / stride], level), Tensor.Full([3, 1024 / stride, 1024 / stride], 10 + level)], 0)
            .ToMemoryFormat(format))];
        foreach (var map in pyramid)
        {
            map.RequiresGrad = true;
        }

        float[][] sizes = [[300, 500, 20], [112, 100, 900, 64, 224]];
        Tensor[] boxes = [.. sizes.Select(own => Tensor.From<float>(
            [.. own.SelectMany(side => new[] { 5f, 5, 5 + side, 5 + side })], own.Length, 4))];
        var pooled = new RoiPooler(2, strides).Pool(pyramid, boxes);
        Assert.Equal([8L, 3, 2, 2], pooled.Shape.ToArray());
        Assert.Equal([2, 3, 0, 11, 10, 13, 10, 12f], pooled.Mean([1, 2, 3]).ToArray<float>(), new Near());
        pooled.Sum().Backward();
        Assert.Equal([36, 12, 24, 24f], pyramid.Select(map => (float)map.Grad!.Sum().Item()), new Near());
    }

    [Fact]
    public void Masks_that_are_pasted_are_those_that_are_encoded_whatever_the_box()
    {
        using var scope = TensorScope.Open();
        var random = new SeededRandom(4);
        var masks = Ops.Rand([40, 28, 28]);
        var boxes = Boxes(random, 40, 80) - 20;
        boxes.Narrow(0, 0, 1).CopyInPlace(Tensor.From([3f, 3, 3, 9], 1, 4));
        boxes.Narrow(0, 1, 1).CopyInPlace(Tensor.From([3f, float.NaN, 5, 9], 1, 4));
        boxes.Narrow(0, 2, 1).CopyInPlace(Tensor.From([500f, 500, 600, 700], 1, 4));
        boxes.Narrow(0, 3, 1).CopyInPlace(Tensor.From([-1e9f, -1e9f, 1e9f, 1e9f], 1, 4));
        var pasted = MaskPasting.Paste(masks, boxes, 37, 53);
        var encoded = MaskPasting.Encode(masks, boxes, 37, 53);
        Assert.Equal([40L, 37, 53], pasted.Shape.ToArray());
        Assert.Equal(40, encoded.Count);
        for (var k = 0; k < 40; k++)
        {
            Assert.Equal(pasted.Select(0, k).To(DType.UInt8).ToArray<byte>(), encoded[k].Decode().Pixels);
        }

        Assert.All(encoded.Take(3), mask => Assert.Equal(0, mask.Area));
        Assert.True(encoded.Skip(4).Count(mask => mask.Area > 0) > 15);
    }

    [Fact]
    public void A_mask_that_is_full_fills_its_box()
    {
        using var scope = TensorScope.Open();
        var mask = MaskPasting.Encode(Tensor.Ones([1, 1, 28, 28]), Tensor.From([4f, 6, 20, 11], 1, 4), 30, 40)[0];
        Assert.Equal(new MaskBox(4, 6, 16, 5), mask.Box);
        Assert.Equal(80, mask.Area);
    }

    [Fact]
    public void Nothing_of_what_is_computed_is_left_behind()
    {
        var before = TensorScope.LiveTensors;
        using (TensorScope.Open())
        {
            var boxes = Boxes(new SeededRandom(2), 9, 50);
            var (scores, classes) = (Ops.Rand([9]), Tensor.Zeros([9], DType.Int64));
            var live = TensorScope.LiveTensors;
            var coder = new BoxCoder(1, 1, 1, 1);
            Tensor[] results =
            [
                BoxOperations.Areas(boxes), BoxOperations.PairwiseIoU(boxes, boxes), BoxOperations.Clip(boxes, 9, 9),
                BoxOperations.NonEmpty(boxes), coder.Encode(boxes, boxes), coder.Decode(boxes, boxes),
                BatchedNms.Keep(boxes, scores, classes, 0.5), AnchorGrid.Of(32, [0.5, 1], 4, 3, 3),
                new RoiPooler(3, [4]).Pool([Ops.Rand([1, 2, 9, 9])], [boxes]), MaskPasting.Paste(Ops.Rand([9, 7, 7]), boxes, 20, 20),
            ];
            Assert.Equal(live + results.Length + 2, TensorScope.LiveTensors);
        }

        Assert.Equal(before, TensorScope.LiveTensors);
    }

    private static Tensor Boxes(SeededRandom random, int count, double span) => Tensor.From<float>(
        [.. Enumerable.Range(0, count).SelectMany(_ =>
        {
            var (x, y) = (random.NextDouble(0, span), random.NextDouble(0, span));
            return new[] { (float)x, (float)y, (float)(x + random.NextDouble(1, span)), (float)(y + random.NextDouble(1, span)) };
        })],
        count,
        4);

    private sealed class Near : IEqualityComparer<float>
    {
        public bool Equals(float x, float y) => Math.Abs(x - y) < 1e-3;

        public int GetHashCode(float value) => 0;
    }
}
