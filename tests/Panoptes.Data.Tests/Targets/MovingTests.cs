using System.Text.Json;
using Panoptes.Data.Augmentation;
using Panoptes.Data.Classes;
using Panoptes.Data.Configuration;
using Panoptes.Data.Samples;
using Panoptes.Data.Synthetic;
using Panoptes.Data.Targets;
using Panoptes.Foundation;
using Panoptes.Imaging;
using Panoptes.Imaging.Geometries;
using Panoptes.Imaging.Masks;
using Panoptes.Tests;

namespace Panoptes.Data.Tests.Targets;

public sealed class MovingTests
{
    private const string CropFixture = "parity/detection/ibs_crop_sampler.json";
    private static readonly TargetRules All = new() { MinSegmentPixels = 1, InstanceBoxAreaAbove = 0, KeepCrowds = true };

    [Fact]
    public void Labels_segments_and_objects_are_moved_alike()
    {
        for (var seed = 0; seed < 40; seed++)
        {
            var random = new SeededRandom(seed, 0x71);
            var scene = new SyntheticScenes(random.NextInt(40, 120), random.NextInt(40, 90), seed).Render(seed);
            var transform = new TrainTransform(
                new AugmentationConfig { Crop = [random.NextInt(10, 90), random.NextInt(10, 90)], ResizeMin = .3, ResizeMax = 3 });
            var geometry = transform.DrawGeometry(scene.Image.Width, scene.Image.Height, null, random);
            var area = geometry.Width * geometry.Height;
            var (labels, ids) = (new long[area], new int[area]);
            LabelWriter.Write(new StoredLabels("l", scene.Labels, BuiltInClassTables.Street), geometry, "i", labels);
            var table = SegmentMover.Move(scene.Segments, geometry, All, ids);
            var objects = InstanceMover.Move(SegmentInstances.Of(scene.Segments), geometry, All);

            Assert.Equal(Enumerable.Range(1, table.Count), table.Select(segment => segment.Id));
            foreach (var segment in table)
            {
                Assert.Equal(segment.Area, ids.Count(id => id == segment.Id));
            }

            for (var i = 0; i < area; i++)
            {
                Assert.True(ids[i] == 0 || table[ids[i] - 1].TrainId == labels[i], $"seed {seed}, pixel {i}");
            }

            var things = table.Where(segment => segment.IsThing).ToArray();
            Assert.Equal(things.Select(thing => (long)thing.SourceId), objects.Select(found => found.Id));
            foreach (var (thing, found) in things.Zip(objects))
            {
                var mask = found.Mask.Decode();
                Assert.True(ids.Select(id => id == thing.Id).SequenceEqual(
                    mask.Pixels.Select(pixel => pixel == 1)), $"seed {seed}, segment {thing.SourceId}");
                AssertInside(found.Mask.Box, found.Box);
            }
        }
    }

    [Fact]
    public void What_a_crop_keeps_has_more_than_one_pixel_and_is_no_crowd()
    {
        var ids = new Plane<int>(6, 4);
        (ids[1, 1], ids[2, 1], ids[3, 1], ids[4, 2], ids[5, 3]) = (7, 9, 9, 4, 4);
        Segment[] table = [new(9, 3, true, false, 2), new(7, 3, true, false, 1), new(4, 5, true, true, 2)];
        var moved = new int[24];
        var kept = SegmentMover.Move(new SegmentMap(ids, table), Geometry.Identity(6, 4), new TargetRules(), moved);
        Assert.Equal([new SegmentTarget(1, 9, 3, true, false, 2)], kept);
        Assert.Equal([8, 9], Enumerable.Range(0, 24).Where(i => moved[i] == 1));
        Assert.All(moved, id => Assert.InRange(id, 0, 1));
        Assert.Empty(SegmentMover.Move(new SegmentMap(ids, table), Geometry.Identity(6, 4), new TargetRules { VoidTrainId = 3 }, moved));
        Assert.Equal([9, 7, 4], SegmentMover.Move(new SegmentMap(ids, table), Geometry.Identity(6, 4), All, moved)
            .Select(segment => segment.SourceId));
    }

    [Fact]
    public void Objects_that_overlap_keep_all_their_pixels()
    {
        var (back, front) = (new Plane<byte>(8, 8), new Plane<byte>(8, 8));
        Array.Fill(back.Pixels, (byte)1);
        (front[2, 2], front[2, 3]) = (1, 1);
        var (large, small) = (RunLengthMask.Encode(back), RunLengthMask.Encode(front));
        InstanceMask[] objects = [new(1, 0, false, large), new(2, 1, false, small), new(3, 1, true, large)];
        var moved = InstanceMover.Move(
            objects, Geometry.Identity(8, 8).Resize(16, 16).Crop(2, 2, 10, 12).FlipHorizontal(), new TargetRules());
        Assert.Equal([(1L, 120L), (2L, 8L)], moved.Select(found => (found.Id, found.Mask.Area)));
        Assert.Equal(new MaskBox(6, 2, 2, 4), moved[1].Box);
    }

    [NeedsSharedFact(CropFixture)]
    public void What_a_fixed_crop_leaves_is_what_the_published_mappers_leave()
    {
        using var fixture = JsonDocument.Parse(File.ReadAllBytes(SharedFiles.Path(CropFixture)!));
        foreach (var test in fixture.RootElement.GetProperty("removal").EnumerateArray())
        {
            var (map, crop) = (Map(test), Numbers(test.GetProperty("crop")));
            var geometry = Geometry.Identity(map.Ids.Width, map.Ids.Height).Crop(crop[1], crop[0], crop[3], crop[2]);
            var ids = new int[crop[2] * crop[3]];
            var segments = SegmentMover.Move(map, geometry, new TargetRules(), ids);
            Assert.Equal(Rows(test, "mask2former_panoptic"), segments.Select(segment => Row(ids, segment.Id, crop[3])));
            var objects = InstanceMover.Move(SegmentInstances.Of(map), geometry, new TargetRules());
            Assert.Equal(Rows(test, "mask2former_instance"), objects
                .Select(found => Row([.. found.Mask.Decode().Pixels.Select(pixel => (int)pixel)], 1, crop[3])));
        }
    }

    private static void AssertInside(MaskBox inner, MaskBox outer)
    {
        // The nearest pixel may lie up to half an output pixel outside of the box's edge.
        Assert.InRange(inner.X, outer.X - .51, outer.X + outer.Width);
        Assert.InRange(inner.X + inner.Width, outer.X, outer.X + outer.Width + .51);
        Assert.InRange(inner.Y, outer.Y - .51, outer.Y + outer.Height);
        Assert.InRange(inner.Y + inner.Height, outer.Y, outer.Y + outer.Height + .51);
    }

    private static SegmentMap Map(JsonElement test)
    {
        var size = Numbers(test.GetProperty("image").GetProperty("size"));
        var ids = new Plane<int>(size[1], size[0]);
        foreach (var segment in test.GetProperty("image").GetProperty("segments").EnumerateArray())
        {
            var (id, rectangle) = (segment.GetProperty("id").GetInt32(), Numbers(segment.GetProperty("rect")));
            for (var y = rectangle[0]; y < rectangle[2]; y++)
            {
                ids.Row(y)[rectangle[1]..rectangle[3]].Fill(id);
            }
        }

        return new SegmentMap(ids, [.. test.GetProperty("segments_info").EnumerateArray().Select(info =>
        {
            var category = info.GetProperty("category_id").GetInt32();
            var isCrowd = info.GetProperty("iscrowd").GetInt32() == 1;
            return new Segment(info.GetProperty("id").GetInt32(), category, category >= 24, isCrowd, info.GetProperty("area").GetInt64());
        })]);
    }

    private static string[] Rows(JsonElement test, string name) =>
        [.. test.GetProperty(name).EnumerateArray().Select(row => string.Join(' ', Numbers(row)[1..]))];

    // Pixels, tight box as y0 x0 y1 x1, sum of y, sum of x; the class is told by the order.
    private static string Row(int[] ids, int id, int width)
    {
        var at = Enumerable.Range(0, ids.Length).Where(i => ids[i] == id).Select(i => (X: i % width, Y: i / width)).ToArray();
        var box = $"{at.Min(p => p.Y)} {at.Min(p => p.X)} {at.Max(p => p.Y) + 1} {at.Max(p => p.X) + 1}";
        return $"{at.Length} {box} {at.Sum(p => p.Y)} {at.Sum(p => p.X)}";
    }

    private static int[] Numbers(JsonElement list) => [.. list.EnumerateArray().Select(number => number.GetInt32())];
}
