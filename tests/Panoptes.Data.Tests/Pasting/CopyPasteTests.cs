using Panoptes.Data.Configuration;
using Panoptes.Data.Loading;
using Panoptes.Data.Pasting;
using Panoptes.Data.Samples;
using Panoptes.Data.Synthetic;
using Panoptes.Data.Targets;
using Panoptes.Foundation;
using Panoptes.Imaging;
using Panoptes.Imaging.Geometries;
using Panoptes.Imaging.Masks;
using Panoptes.Tensors;

namespace Panoptes.Data.Tests.Pasting;

[Collection("tensors")]
public sealed class CopyPasteTests
{
    private const SampleParts Everything = SampleParts.Labels | SampleParts.Segments | SampleParts.Instances;
    private static readonly CopyPasteConfig Many = new() { MaxObjects = 6, MinBox = 3 };
    private static readonly AugmentationConfig Crop = new() { Crop = [56, 80], CatMaxRatio = 1 };
    private static readonly AugmentationConfig Whole = new() { Crop = [], ResizeMin = .6, ResizeMax = 1.2, PadMultiple = 16 };

    [Theory]
    [InlineData(true, false)]
    [InlineData(true, true)]
    [InlineData(false, false)]
    [InlineData(false, true)]
    public void Labels_segments_and_objects_agree_pixel_by_pixel_and_nothing_else_changes(bool isCropped, bool channelsLast)
    {
        var augmentation = isCropped ? Crop : Whole;
        using var plain = Loader(augmentation, channelsLast: channelsLast);
        using var pasting = Loader(augmentation with { CopyPaste = Many }, channelsLast: channelsLast);
        var pasted = 0;
        for (var step = 0; step < 12; step++)
        {
            using var scope = TensorScope.Open();
            using var before = plain.Take(step);
            using var after = pasting.Take(step);
            for (var n = 0; n < after.Samples.Count; n++)
            {
                var covered = Covered(after.Samples[n]);
                pasted += after.Samples[n].Pasted.Count;
                AssertUnchangedOutside(before, after, n, covered);
                AssertTargetsAgree(after, n);
                AssertBoxesAreThoseOfMasks(before, after, n);
                Assert.All(after.Samples[n].Pasted, one => Assert.Equal(
                    one.Mask.Area, one.Mask.Decode().Pixels.Index().Count(pixel => pixel.Item == 1
                        && after.Samples[n].Valid.Contains(pixel.Index % one.Mask.Width, pixel.Index / one.Mask.Width))));
            }
        }

        Assert.True(pasted > 40, $"{pasted} objects were pasted");
    }

    [Fact]
    public void What_is_pasted_is_a_function_of_seed_step_and_sample()
    {
        using var one = Loader(Crop with { CopyPaste = Many });
        var expected = Enumerable.Range(0, 8).Select(step => Content(one, step)).ToArray();
        foreach (var workers in new[] { 1, 4 })
        {
            using var other = Loader(Crop with { CopyPaste = Many }, workers);
            Assert.Equal(expected[5..], Enumerable.Range(5, 3).Select(step => Content(other, step)));
            Assert.Equal(expected[..5], Enumerable.Range(0, 5).Select(step => Content(other, step)));
        }

        using var seeded = Loader(Crop with { CopyPaste = Many }, seed: 8);
        Assert.NotEqual(expected[0], Content(seeded, 0));
    }

    [Fact]
    public void Label_maps_alone_are_pasted_into_by_objects_that_the_data_set_has()
    {
        using var plain = Loader(Crop, parts: SampleParts.Labels);
        using var pasting = Loader(Crop with { CopyPaste = Many }, parts: SampleParts.Labels);
        using var before = plain.Take(3);
        using var after = pasting.Take(3);
        Assert.Contains(after.Samples, sample => sample.Pasted.Count > 0);
        for (var n = 0; n < after.Samples.Count; n++)
        {
            var (old, now) = (Slice<long>(before.Labels, n), Slice<long>(after.Labels, n));
            var expected = old.ToArray();
            foreach (var pasted in after.Samples[n].Pasted)
            {
                foreach (var (i, inside) in pasted.Mask.Decode().Pixels.Index())
                {
                    expected[i] = inside == 1 ? pasted.TrainId : expected[i];
                }
            }

            Assert.Equal(expected, now);
        }
    }

    [Fact]
    public void A_data_set_without_objects_cannot_be_pasted_from()
    {
        var labels = new Targets.RecordedDataset(3, _ => (64, 48), SampleParts.Semantic);
        var message = Assert.Throws<InputException>(() => new BatchLoader(
            labels, Crop with { CopyPaste = Many }, new LoaderConfig(), 2, 1, parts: SampleParts.Labels)).Message;
        Assert.Contains("objects", message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_object_that_is_covered_whole_is_gone_and_one_covered_in_part_gets_a_new_box()
    {
        using var batch = OfRectangles([(2, 2, 8, 8), (10, 2, 20, 12), (24, 20, 30, 30)]);
        var paster = new BatchPaster(new CopyPasteConfig { MaxObjects = 1, MinBox = 0, Scale = [1, 1], Flip = 0 }, 0);
        var cover = new ObjectCutout(9, Full(14, 12), new float[3 * 14 * 12]);
        using var pasted = paster.Paste(batch, new One(cover), _ => new Fixed(1, 0, 1, 0, 0, 0));
        var instances = pasted.Targets.Instances![0];
        Assert.Equal([(14, 2, 6, 10), (24, 20, 6, 10), (0, 0, 14, 12)], instances.Select(found => Sides(found.Box)));
        Assert.Equal([60, 60, 168], instances.Select(found => found.Mask.Area));
        var table = pasted.Targets.Segments!.Tables[0];
        Assert.Equal([(1, 2, 60L), (2, 3, 60L), (3, 9, 168L)], table.Select(segment => (segment.Id, segment.TrainId, segment.Area)));
    }

    [Fact]
    public void A_paste_without_a_pixel_is_left_out_and_the_others_stay()
    {
        using var batch = OfRectangles([(2, 2, 8, 8)]);
        var paster = new BatchPaster(new CopyPasteConfig { MaxObjects = 2, MinBox = 0, Scale = [.25, 1], Flip = 0 }, 0);
        var mask = new Plane<byte>(8, 8);
        mask.Pixels[0] = 1;
        var corner = new ObjectCutout(4, mask, new float[3 * 64]);
        using var pasted = paster.Paste(batch, new One(corner), _ => new Fixed(2, 0, .25, 0, 5, 5, 0, 1, 0, 20, 20));
        var info = Assert.Single(pasted.Samples[0].Pasted);
        Assert.Equal((20, 20, 1, 1), Sides(info.Mask.Box));
    }

    [Fact]
    public void Crowds_stuff_and_small_objects_are_not_copied()
    {
        using var batch = OfRectangles([(2, 2, 8, 8), (10, 2, 20, 12), (24, 20, 30, 30)]);
        Assert.Equal(3, new BatchObjects(batch, 5).Count);
        var bank = new BatchObjects(batch, 6);
        Assert.Equal(1, bank.Count);
        Assert.Equal((2, 10, 10), (bank[0].TrainId, bank[0].Mask.Width, bank[0].Mask.Height));
        var tables = batch.Targets.Segments!;
        var others = new BatchTargets(batch.Labels, tables with
        {
            Tables = [[.. tables.Tables[0].Select(segment => segment with { IsCrowd = segment.Id == 1, IsThing = segment.Id != 2 })]],
        });
        using var changed = batch.With(others, batch.Samples);
        var only = new BatchObjects(changed, 0);
        Assert.Equal(1, only.Count);
        Assert.Equal((3, 6, 10), (only[0].TrainId, only[0].Mask.Width, only[0].Mask.Height));
    }

    [Fact]
    public void Colors_and_mask_of_an_object_at_its_own_size_are_copied_and_flipped_together()
    {
        var random = new SeededRandom(3);
        var mask = new Plane<byte>(7, 5);
        var colors = new float[3 * 35];
        for (var i = 0; i < colors.Length; i++)
        {
            colors[i] = (float)random.NextDouble();
            mask.Pixels[i % 35] = (byte)random.NextInt(0, 2);
        }

        var cutout = new ObjectCutout(1, mask, colors);
        var same = cutout.Move(Geometry.Identity(7, 5));
        Assert.Equal(mask.Pixels, same.Mask.Pixels);
        Assert.Equal(colors, same.Colors);
        var flipped = cutout.Move(Geometry.Identity(7, 5).FlipHorizontal());
        for (var i = 0; i < 35; i++)
        {
            var mirrored = (i / 7 * 7) + 6 - (i % 7);
            Assert.Equal(mask.Pixels[i], flipped.Mask.Pixels[mirrored]);
            Assert.Equal(colors[35 + i], flipped.Colors[35 + mirrored]);
        }
    }

    [Fact]
    public void Settings_out_of_range_name_their_key()
    {
        (CopyPasteConfig Config, string Key)[] wrong =
        [
            (new() { MaxObjects = 0 }, "max_objects"),
            (new() { MinBox = -1 }, "min_box"),
            (new() { Scale = [1.5, .25] }, "scale"),
            (new() { Scale = [1] }, "scale"),
            (new() { Flip = 1.5 }, "flip"),
            (new() { MinScore = double.NaN }, "min_score"),
        ];
        foreach (var (config, key) in wrong)
        {
            var message = Assert.Throws<InputException>(() => (Crop with { CopyPaste = config }).Check()).Message;
            Assert.Contains($"augmentation.copy_paste.{key}", message, StringComparison.Ordinal);
        }
    }

    private static BatchLoader Loader(
        AugmentationConfig augmentation, int workers = 0, bool channelsLast = false, long seed = 7, SampleParts parts = Everything) =>
        new(new SyntheticDataset(new SyntheticScenes(120, 80, 5), 6), augmentation,
            new LoaderConfig { Workers = workers, ChannelsLast = channelsLast }, 3, seed, parts: parts);

    private static string Content(BatchLoader loader, int step)
    {
        using var batch = loader.Take(step);
        var sums = new[] { batch.Images, batch.Labels, batch.Targets.Segments!.Ids }
            .Select(tensor => Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(tensor.Bytes())));
        var objects = batch.Targets.Instances!.SelectMany(list => list).Select(found => $"{found.Mask.ToCompressed()} {found.Box}");
        return string.Join('\n', [.. sums, .. batch.Targets.Segments.Tables.SelectMany(table => table).Select(s => $"{s}"), .. objects]);
    }

    private static bool[] Covered(SampleInfo info)
    {
        var covered = new bool[info.Geometry.Width * info.Geometry.Height];
        foreach (var pasted in info.Pasted)
        {
            foreach (var (i, inside) in pasted.Mask.Decode().Pixels.Index())
            {
                covered[i] |= inside == 1;
            }
        }

        return covered;
    }

    private static void AssertUnchangedOutside(Batch before, Batch after, int n, bool[] covered)
    {
        var (old, now) = (before.Images.ToArray<float>(), after.Images.ToArray<float>());
        var (oldLabels, labels) = (Slice<long>(before.Labels, n), Slice<long>(after.Labels, n));
        var (oldIds, ids) = (Slice<int>(before.Targets.Segments!.Ids, n), Slice<int>(after.Targets.Segments!.Ids, n));
        var changed = 0;
        for (var i = 0; i < covered.Length; i++)
        {
            for (var channel = 0; channel < 3; channel++)
            {
                var at = (((n * 3) + channel) * covered.Length) + i;
                Assert.True(covered[i] || old[at] == now[at], $"color {i} changed");
                changed += old[at] != now[at] ? 1 : 0;
            }

            Assert.True(covered[i] || oldLabels[i] == labels[i], $"label {i} changed");
            if (!covered[i] && ids[i] > 0)
            {
                Assert.Equal(
                    before.Targets.Segments.Tables[n][oldIds[i] - 1].SourceId, after.Targets.Segments.Tables[n][ids[i] - 1].SourceId);
            }
        }

        Assert.Equal(covered.Contains(true), changed > 0);
    }

    private static void AssertTargetsAgree(Batch batch, int n)
    {
        var (labels, ids) = (Slice<long>(batch.Labels, n), Slice<int>(batch.Targets.Segments!.Ids, n));
        var table = batch.Targets.Segments.Tables[n];
        Assert.Equal(Enumerable.Range(1, table.Count), table.Select(segment => segment.Id));
        Assert.All(table, segment => Assert.Equal(segment.Area, ids.Count(id => id == segment.Id)));
        Assert.All(table, segment => Assert.True(segment.Area >= 2));
        Assert.All(ids.Index(), pixel => Assert.True(pixel.Item == 0 || table[pixel.Item - 1].TrainId == labels[pixel.Index]));
        var things = table.Where(segment => segment.IsThing).ToList();
        var instances = batch.Targets.Instances![n].Where(instance => instance.Mask.Area > 1).ToList();
        Assert.Equal(things.Count, instances.Count);
        foreach (var (thing, instance) in things.Zip(instances))
        {
            Assert.Equal(thing.TrainId, instance.TrainId);
            Assert.All(instance.Mask.Decode().Pixels.Index(), pixel => Assert.Equal(ids[pixel.Index] == thing.Id, pixel.Item == 1));
        }
    }

    private static void AssertBoxesAreThoseOfMasks(Batch before, Batch after, int n)
    {
        var untouched = before.Targets.Instances![n].ToDictionary(instance => instance.Id);
        foreach (var instance in after.Targets.Instances![n])
        {
            if (instance.Id > 0 && untouched[instance.Id].Mask.Area == instance.Mask.Area)
            {
                Assert.Equal(untouched[instance.Id].Box, instance.Box);
                continue;
            }

            var inside = instance.Mask.Decode().Pixels.Index().Where(pixel => pixel.Item == 1).Select(pixel => pixel.Index).ToList();
            var (left, top) = (inside.Min(i => i % instance.Mask.Width), inside[0] / instance.Mask.Width);
            var right = inside.Max(i => i % instance.Mask.Width) + 1;
            var bottom = (inside[^1] / instance.Mask.Width) + 1;
            Assert.Equal(new MaskBox(left, top, right - left, bottom - top), instance.Box);
        }
    }

    private static T[] Slice<T>(Tensor tensor, int n)
        where T : unmanaged
    {
        var all = tensor.ToArray<T>();
        var area = all.Length / (int)tensor.Size(0);
        return all[(n * area)..((n + 1) * area)];
    }

    // One image of 40x40 with rectangles (left, top, right, bottom) of classes 1, 2, ...
    private static Batch OfRectangles((int Left, int Top, int Right, int Bottom)[] boxes)
    {
        using var scope = TensorScope.Open();
        var ids = new int[1600];
        for (var i = 0; i < ids.Length; i++)
        {
            ids[i] = Array.FindIndex(boxes, box => new PixelRectangle(box.Left, box.Top, box.Right, box.Bottom).Contains(i % 40, i / 40))
                + 1;
        }

        var masks = boxes.Index().Select(box => RunLengthMask.Encode(
            new Plane<byte>(40, 40, [.. ids.Select(id => id == box.Index + 1 ? (byte)1 : (byte)0)]))).ToList();
        return new Batch(
            0,
            new Dictionary<string, Tensor> { [Batch.ImageView] = Tensor.Zeros([1, 3, 40, 40]) },
            new BatchTargets(
                Tensor.From(Array.ConvertAll(ids, id => (long)id), 1, 40, 40),
                new SegmentTargets(
                    Tensor.From(ids, 1, 40, 40),
                    [[.. masks.Index().Select(m => new SegmentTarget(m.Index + 1, m.Index + 1, m.Index + 1, true, false, m.Item.Area))]]),
                [[.. masks.Index().Select(m => new InstanceTarget(m.Index + 1, m.Index + 1, false, m.Item, m.Item.Box))]]),
            [new SampleInfo(0, new SampleFiles("one", "one", null), Geometry.Identity(40, 40))]);
    }

    private static Plane<byte> Full(int width, int height)
    {
        var mask = new Plane<byte>(width, height);
        mask.Pixels.AsSpan().Fill(1);
        return mask;
    }

    private static (int X, int Y, int Width, int Height) Sides(MaskBox box) =>
        ((int)box.X, (int)box.Y, (int)box.Width, (int)box.Height);

    private sealed class One(ObjectCutout cutout) : IObjectBank
    {
        public int Count => 1;

        public ObjectCutout this[int place] => cutout;
    }

    private sealed class Fixed(params double[] values) : Imaging.Photometrics.IRandomSource
    {
        private int next;

        public int Coin() => Integer(0, 2);

        public double Uniform(double low, double high) => values[next++];

        public int Integer(int low, int high) => (int)values[next++];
    }
}
