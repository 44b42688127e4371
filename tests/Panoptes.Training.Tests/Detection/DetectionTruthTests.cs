using Panoptes.Data.Loading;
using Panoptes.Data.Samples;
using Panoptes.Data.Targets;
using Panoptes.Foundation;
using Panoptes.Imaging;
using Panoptes.Imaging.Geometries;
using Panoptes.Imaging.Masks;
using Panoptes.Models.Outputs;
using Panoptes.Tensors;
using Panoptes.Training.Matching;
using Panoptes.Training.Supervision.Detection;

namespace Panoptes.Training.Tests.Detection;

public sealed class DetectionTruthTests
{
    private const int Width = 41;
    private const int Height = 29;
    private static readonly ThingTable Table = new(5, [4, 1]);

    [Fact]
    public void Objects_of_segments_and_of_instances_are_the_same()
    {
        using var scope = TensorScope.Open();
        using var batch = Scene((1, 3, 2, 20, 11), (4, 25, 9, 41, 29), (1, 0, 20, 1, 29));
        var segments = Assert.Single(DetectionTruth.Objects(batch, MaskSource.Segments, Table, Device.Cpu));
        var instances = Assert.Single(DetectionTruth.Objects(batch, MaskSource.Instances, Table, Device.Cpu));
        Assert.Equal([1, 0, 1], segments.Classes);
        Assert.Equal([3f, 2, 20, 11, 25, 9, 41, 29, 0, 20, 1, 29], segments.Boxes.ToArray<float>());
        Assert.Equal(segments.Classes, instances.Classes);
        Assert.Equal(segments.Boxes.ToArray<float>(), instances.Boxes.ToArray<float>());
        var boxes = Tensor.From([0f, 0, 41, 29, 20, 5, 41, 29, -5, 18, 6, 33], 3, 4);
        Assert.Equal(
            segments.MasksIn(boxes, [0, 1, 2], 7).ToArray<float>(), instances.MasksIn(boxes, [0, 1, 2], 7).ToArray<float>());
    }

    // The mask is cut out round its object; that must not be seen, at the image's edges either.
    [Fact]
    public void What_a_box_shows_of_a_mask_is_what_it_shows_of_the_whole_image()
    {
        using var scope = TensorScope.Open();
        using var batch = Scene((1, 3, 2, 20, 11), (4, 25, 9, 41, 29), (1, 0, 20, 1, 29));
        var truth = DetectionTruth.Objects(batch, MaskSource.Segments, Table, Device.Cpu)[0];
        var random = new SeededRandom(3);
        var ids = batch.Targets.Segments!.Ids;
        for (var trial = 0; trial < 60; trial++)
        {
            var (x, y) = ((float)random.NextDouble(-12, Width), (float)random.NextDouble(-12, Height));
            var (w, h) = ((float)random.NextDouble(0.2, 50), (float)random.NextDouble(0.2, 50));
            var box = Tensor.From([x, y, x + w, y + h], 1, 4);
            var thing = random.NextInt(0, 3);
            var whole = ids.Eq(thing + 2).To(DType.Float32).View([1, 1, Height, Width])
                .RoiAlign(Ops.Cat([Tensor.Zeros([1, 1]), box], 1), 1, 7, 7, 0, true);
            Assert.Equal(whole.Ge(0.5).To(DType.Float32).ToArray<float>(), truth.MasksIn(box, [thing], 7).ToArray<float>());
        }
    }

    [Fact]
    public void Stuff_is_told_by_its_map_objects_by_the_first_and_what_is_unknown_not_at_all()
    {
        using var scope = TensorScope.Open();
        using var batch = Scene((1, 3, 2, 20, 11));
        batch.Targets.Segments!.Ids.Narrow(1, 28, 1).FillInPlace(0);
        var maps = DetectionTruth.Stuff(batch, Table with { StuffMaps = [ThingTable.AnyThing, 2, 0] }, Device.Cpu).ToArray<long>();
        Assert.Equal((2, 0, DetectionTruth.Void), ((int)maps[0], (int)maps[(3 * Width) + 5], (int)maps[^1]));

        // A class without a map is void.
        Assert.All(
            DetectionTruth.Stuff(batch, Table with { StuffMaps = [ThingTable.AnyThing, 2] }, Device.Cpu).ToArray<long>().Distinct(),
            map => Assert.Contains(map, new long[] { 0, DetectionTruth.Void }));
    }

    [Fact]
    public void Groups_and_classes_that_are_not_found_are_no_objects()
    {
        using var scope = TensorScope.Open();
        using var batch = Scene((1, 3, 2, 20, 11), (2, 25, 9, 41, 29));
        Assert.Equal([1], DetectionTruth.Objects(batch, MaskSource.Segments, Table, Device.Cpu)[0].Classes);
        Assert.Equal([1], DetectionTruth.Objects(batch, MaskSource.Instances, Table, Device.Cpu)[0].Classes);
    }

    [Fact]
    public void An_image_without_objects_has_none_and_masks_of_nothing()
    {
        using var scope = TensorScope.Open();
        using var batch = Scene();
        var truth = DetectionTruth.Objects(batch, MaskSource.Segments, Table, Device.Cpu)[0];
        Assert.Equal((0, 0, 4), (truth.Count, truth.Boxes.Size(0), truth.Boxes.Size(1)));
        Assert.Equal([0, 7, 7], truth.MasksIn(truth.Boxes, [], 7).Shape.ToArray());
    }

    // Class 0 everywhere, and objects (class, x0, y0, x1, y1) on it, as segments and as instances.
    private static Batch Scene(params (int Class, int X0, int Y0, int X1, int Y1)[] objects)
    {
        var ids = new int[Height * Width];
        Array.Fill(ids, 1);
        var table = new List<SegmentTarget> { new(1, 1, 0, false, false, 1) };
        var instances = new List<InstanceTarget>();
        foreach (var (category, x0, y0, x1, y1) in objects)
        {
            table.Add(new SegmentTarget(table.Count + 1, table.Count + 1, category, true, false, 1));
            var plane = new Plane<byte>(Width, Height);
            for (var y = y0; y < y1; y++)
            {
                ids.AsSpan((y * Width) + x0, x1 - x0).Fill(table.Count);
                plane.Row(y)[x0..x1].Fill(1);
            }

            var mask = RunLengthMask.Encode(plane);
            instances.Add(new InstanceTarget(table.Count, category, false, mask, mask.Box));
        }

        return new Batch(
            0,
            new Dictionary<string, Tensor> { [Batch.ImageView] = Tensor.Zeros([1, 3, Height, Width]) },
            new BatchTargets(
                Segments: new SegmentTargets(Tensor.From<int>(ids, 1, Height, Width), [table]), Instances: [instances]),
            [new SampleInfo(0, new SampleFiles("scene", "scene.png", null), Geometry.Identity(Width, Height))]);
    }
}
