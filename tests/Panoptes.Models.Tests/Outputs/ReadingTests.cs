using Panoptes.Foundation;
using Panoptes.Models.Outputs;
using Panoptes.Models.Outputs.Readings;
using Panoptes.Tensors;

namespace Panoptes.Models.Tests.Outputs;

public sealed class ReadingTests
{
    private const int Classes = 4;

    [Fact]
    public void A_panoptic_reading_lists_what_its_map_shows_and_stuff_once()
    {
        for (var seed = 0; seed < 20; seed++)
        {
            using var scope = TensorScope.Open();
            var outputs = Draw(seed, 9, 3);
            var size = new ReadingSize(20, 28, 31, 43);
            var map = PanopticReading.Read(outputs, 0, size, c => c < 2, new PanopticOptions { ObjectScore = 0.2, Overlap = 0.3 });
            Assert.Equal((43, 31), (map.Ids.Width, map.Ids.Height));
            Assert.Equal(Enumerable.Range(1, map.Segments.Count), map.Segments.Select(segment => segment.Id));
            Assert.All(map.Segments, segment => Assert.Equal(segment.Area, map.Ids.Pixels.Count(id => id == segment.Id)));
            Assert.All(
                map.Segments, segment => Assert.True(segment.Area > 0 && segment.IsThing == segment.Class < 2 && segment.Score > 0.2));
            var stuff = map.Segments.Where(segment => !segment.IsThing).Select(segment => segment.Class).ToArray();
            Assert.Equal(stuff.Distinct(), stuff);
            Assert.True(map.Ids.Pixels.Max() <= map.Segments.Count);
        }
    }

    [Fact]
    public void A_pixel_goes_to_the_query_that_is_surest_of_class_and_mask()
    {
        using var scope = TensorScope.Open();

        // Query 0: left half, class 0. Query 1: everything, class 2, less sure of its mask. Query 2: no object.
        var masks = Tensor.Full([1, 3, 4, 4], 1f);
        masks.Select(1, 0).FillInPlace(-9);
        masks.Select(1, 0).Narrow(2, 0, 2).FillInPlace(9);
        masks.Select(1, 2).FillInPlace(9);
        var logits = Tensor.Zeros([1, 3, Classes + 1]);
        logits.Select(1, 0).Select(1, 0).FillInPlace(9);
        logits.Select(1, 1).Select(1, 2).FillInPlace(9);
        logits.Select(1, 2).Select(1, Classes).FillInPlace(9);
        var outputs = Set(logits, masks, (16, 16));
        var map = PanopticReading.Read(outputs, 0, ReadingSize.Same(16, 16), c => c < 2, new PanopticOptions { Overlap = 0.4 });
        Assert.Equal([(0, true), (2, false)], map.Segments.Select(segment => (segment.Class, segment.IsThing)));
        Assert.Equal(1, map.Ids[0, 5]);
        Assert.Equal(2, map.Ids[15, 5]);

        // Query 1 owns about half of its mask: above that overlap it is left out, and its pixels belong to nothing.
        map = PanopticReading.Read(outputs, 0, ReadingSize.Same(16, 16), c => c < 2, new PanopticOptions { Overlap = 0.8 });
        Assert.Equal([0], map.Segments.Select(segment => segment.Class));
        Assert.Equal(0, map.Ids[15, 5]);

        var instances = InstanceReading.Read(outputs, 0, ReadingSize.Same(16, 16), c => c < 2, 2);
        var only = Assert.Single(instances.Instances);
        Assert.Equal((0, map.Segments[0].Area), (only.Class, only.Mask.Area));
        Assert.Equal((0, 0), (only.Box.X, only.Box.Y));
        Assert.InRange(only.Score, 0.9, 1);

        var labels = SemanticReading.Labels(outputs, 0, ReadingSize.Same(16, 16));
        Assert.Equal((0, 2), (labels[0, 5], labels[15, 5]));
    }

    [Fact]
    public void Nothing_is_found_where_no_query_is_sure()
    {
        using var scope = TensorScope.Open();
        var outputs = Draw(1, 5, 0);
        var map = PanopticReading.Read(outputs, 0, ReadingSize.Same(20, 28), _ => true, new PanopticOptions { ObjectScore = 1 });
        Assert.Empty(map.Segments);
        Assert.All(map.Ids.Pixels, id => Assert.Equal(0, id));
        Assert.Throws<InputException>(
            () => PanopticReading.Read(outputs, 0, ReadingSize.Same(20, 28), _ => true, new PanopticOptions { ObjectScore = 2 }));
    }

    [Fact]
    public void Each_image_of_a_batch_is_read_by_itself_and_leaves_no_tensor()
    {
        using var scope = TensorScope.Open();
        var (one, other) = (Draw(1, 6, 2), Draw(2, 6, 2));
        var both = Set(
            Ops.Cat([one.Last.ClassLogits, other.Last.ClassLogits], 0),
            Ops.Cat([one.Last.MaskLogits, other.Last.MaskLogits], 0),
            one.PaddedSize);
        var size = new ReadingSize(20, 28, 40, 56);
        var options = new PanopticOptions { ObjectScore = 0.2, Overlap = 0 };
        var before = TensorScope.LiveTensors;
        Assert.Equal(
            PanopticReading.Read(other, 0, size, c => c < 2, options).Ids.Pixels,
            PanopticReading.Read(both, 1, size, c => c < 2, options).Ids.Pixels);
        Assert.Equal(SemanticReading.Labels(other, 0, size).Pixels, SemanticReading.Labels(both, 1, size).Pixels);
        Assert.Equal(
            InstanceReading.Read(other, 0, size, c => c < 2, 9).Instances.Select(found => found.Mask.ToCompressed()),
            InstanceReading.Read(both, 1, size, c => c < 2, 9).Instances.Select(found => found.Mask.ToCompressed()));
        Assert.Equal(before, TensorScope.LiveTensors);
    }

    private static MaskSet Draw(long seed, int queries, double sharpness)
    {
        using var generator = new Generator(seed);
        return Set(
            Ops.Randn([1, queries, Classes + 1], generator, DType.Float32) * sharpness,
            Ops.Randn([1, queries, 8, 8], generator, DType.Float32) * 4,
            (32, 32));
    }

    private static MaskSet Set(Tensor logits, Tensor masks, (int Height, int Width) padded) => new(
        [new MaskPrediction(logits, masks.Flatten(2), masks, Tensor.Zeros([masks.Size(0), 1, masks.Size(2), masks.Size(3)]))], padded);
}
