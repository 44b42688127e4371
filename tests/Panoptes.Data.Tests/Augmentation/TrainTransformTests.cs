using Panoptes.Data.Augmentation;
using Panoptes.Data.Classes;
using Panoptes.Data.Configuration;
using Panoptes.Data.Readers;
using Panoptes.Data.Samples;
using Panoptes.Data.Synthetic;
using Panoptes.Foundation;
using Panoptes.Imaging;
using Panoptes.Imaging.Geometries;
using Panoptes.Tests;

namespace Panoptes.Data.Tests.Augmentation;

public sealed class TrainTransformTests
{
    private static readonly AugmentationConfig Plain = new() { Crop = [40, 56], Photometric = false, Mean = [0, 0, 0], Std = [1, 1, 1] };

    private static readonly ClassTable Ids16 = new(
        "ids", Enumerable.Range(0, 60000).Select(i => new ClassEntry(i, i, $"c{i}", default, false)));

    [Fact]
    public void A_checkerboard_image_and_its_labels_stay_one_after_any_draw()
    {
        // Cells of 16 pixels; a pixel is compared where the blended image is sure of its cell.
        for (var seed = 0; seed < 60; seed++)
        {
            var random = new SeededRandom(seed, 1);
            int width = random.NextInt(50, 200), height = random.NextInt(40, 160), labelScale = random.NextInt(1, 3);
            var image = new RgbImage(width * labelScale, height * labelScale);
            var labels = new Plane<byte>(width, height);
            for (var y = 0; y < image.Height; y++)
            {
                for (var x = 0; x < image.Width; x++)
                {
                    var cell = (((x / labelScale) / 16) + ((y / labelScale) / 16)) % 2;
                    image.Row(y).Slice(3 * x, 3).Fill((byte)(255 * cell));
                    labels[x / labelScale, y / labelScale] = (byte)cell;
                }
            }

            var (planar, ids, geometry) = Apply(image, new StoredLabels("l", labels, BuiltInClassTables.Street), Plain, seed);
            var sure = 0;
            for (var i = 0; i < ids.Length; i++)
            {
                if (!geometry.Content.Contains(i % geometry.Width, i / geometry.Width))
                {
                    Assert.Equal(255, ids[i]);
                    Assert.Equal(0, planar[i]);
                }
                else if (planar[i] is < 60 or > 195)
                {
                    Assert.Equal(planar[i] > 128 ? 1 : 0, ids[i]);
                    sure++;
                }
            }

            Assert.True(sure > geometry.Content.Width * geometry.Content.Height / 2, $"seed {seed}: {sure} sure pixels");
        }
    }

    [Fact]
    public void P1_the_coordinates_that_image_and_labels_show_agree_within_a_source_pixel()
    {
        for (var seed = 0; seed < 40; seed++)
        {
            // Four levels a pixel, so that rounding to 8 bits costs an eighth of a pixel.
            const int Width = 63, Height = 60;
            var image = new RgbImage(Width, Height);
            var (xs, ys) = (new Plane<ushort>(Width, Height), new Plane<ushort>(Width, Height));
            for (var y = 0; y < Height; y++)
            {
                for (var x = 0; x < Width; x++)
                {
                    (image.Row(y)[3 * x], image.Row(y)[(3 * x) + 1]) = ((byte)(4 * x), (byte)(4 * y));
                    (xs[x, y], ys[x, y]) = ((ushort)x, (ushort)y);
                }
            }

            var config = Plain with { CatMaxRatio = 1 };
            var (planar, shownX, geometry) = Apply(image, new StoredLabels("x", xs, Ids16), config, seed);
            var (_, shownY, _) = Apply(image, new StoredLabels("y", ys, Ids16), config, seed);
            var scale = 1 / geometry.ScaleX;
            var (area, content, offsets) = (geometry.Width * geometry.Height, geometry.Content, new List<(double X, double Y)>());
            for (var y = content.Top + 2; y < content.Bottom - 2; y++)
            {
                for (var x = content.Left + 2; x < content.Right - 2; x++)
                {
                    var i = (y * geometry.Width) + x;
                    var (sourceX, sourceY) = geometry.ToSource(x + .5, y + .5);
                    Assert.InRange(Math.Abs(shownX[i] + .5 - sourceX), 0, .5 + 1e-6);
                    if (sourceX is > 3 and < Width - 3 && sourceY is > 3 and < Height - 3)
                    {
                        offsets.Add(((planar[i] / 4) - shownX[i], (planar[area + i] / 4) - shownY[i]));
                    }
                }
            }

            Assert.InRange(Math.Abs(offsets.Average(o => o.X)), 0, .55 / scale / 2);
            Assert.InRange(Math.Abs(offsets.Average(o => o.Y)), 0, .55 / scale / 2);
            var limit = (.75 / scale) + .5 + .13;
            Assert.True(offsets.Count(o => Math.Abs(o.X) > limit || Math.Abs(o.Y) > limit) <= offsets.Count / 100);
        }
    }

    [NeedsSharedFact("data/camvid")]
    public void P2_labels_sent_through_the_image_path_agree_with_the_label_path()
    {
        var dataset = Datasets.Open(new DataConfig { Root = SharedFiles.Path("data/camvid")! }, "val");
        var (same, all) = (0L, 0L);
        for (var index = 0; index < 12; index++)
        {
            var stored = dataset.Load(index * 8, SampleParts.Labels).StoredLabels!;
            var truth = stored.ToTrainIds();
            var config = Plain with { Crop = [180, 240], Mean = [0, 0, 0] };
            var votes = new float[12][];
            long[] ids = [];
            for (var c = 0; c < 12; c++)
            {
                var mask = new RgbImage(truth.Width, truth.Height);
                for (var i = 0; i < truth.Pixels.Length; i++)
                {
                    mask.Pixels.AsSpan(3 * i, 3).Fill((byte)(Math.Min((int)truth.Pixels[i], 11) == c ? 255 : 0));
                }

                (var planar, ids, _) = Apply(mask, stored, config, index);
                votes[c] = planar;
            }

            for (var i = 0; i < ids.Length; i++)
            {
                if (ids[i] != 255)
                {
                    var best = Enumerable.Range(0, 12).MaxBy(c => votes[c][i]);
                    same += best == ids[i] ? 1 : 0;
                    all++;
                }
            }
        }

        // Half a pixel of shift would already cost several per cent of accuracy at these boundaries.
        Assert.True(same > 0.985 * all, $"{(double)same / all:P2}");
    }

    [Fact]
    public void A_crop_shows_two_classes_and_none_above_the_ratio_wherever_ten_draws_can_find_one()
    {
        var labels = new Plane<byte>(400, 200);
        for (var i = 0; i < labels.Pixels.Length; i++)
        {
            labels.Pixels[i] = (byte)(i % 400 < 120 ? 1 : i % 400 < 300 ? 2 : 255);
        }

        var stored = new StoredLabels("l", labels, BuiltInClassTables.Street);
        var (varied, drawn) = (0, 0);
        for (var seed = 0; seed < 200; seed++)
        {
            foreach (var ratio in new[] { .75, 1 })
            {
                var transform = new TrainTransform(Plain with { Crop = [60, 80], CatMaxRatio = ratio });
                var geometry = transform.DrawGeometry(400, 200, stored, new SeededRandom(seed));
                var ids = new long[60 * 80];
                LabelWriter.Write(stored, geometry, "i", ids);
                var counts = ids.Where(id => id != 255).GroupBy(id => id).Select(g => g.Count()).ToArray();
                var isVaried = counts.Length > 1 && counts.Max() < .75 * counts.Sum();
                (varied, drawn) = ratio < 1 ? (varied + (isVaried ? 1 : 0), drawn) : (varied, drawn + (isVaried ? 1 : 0));
            }
        }

        // At the largest scales one window in twenty is varied, so eleven draws do not always find one.
        Assert.InRange(drawn, 10, 40);
        Assert.True(varied > 4 * drawn, $"{varied} of 200 varied, {drawn} without the rule");
    }

    [Fact]
    public void The_count_behind_the_ratio_is_the_count_of_the_crop_that_is_taken()
    {
        for (var seed = 0; seed < 100; seed++)
        {
            var random = new SeededRandom(seed, 3);
            var labels = new Plane<byte>(90, 70);
            for (var i = 0; i < labels.Pixels.Length; i++)
            {
                labels.Pixels[i] = (byte)(random.NextBool(.73) ? 3 : random.NextBool(.9) ? 5 : 255);
            }

            var stored = new StoredLabels("l", labels, BuiltInClassTables.Street);
            var transform = new TrainTransform(Plain);
            var geometry = transform.DrawGeometry(90, 70, null, random);
            var ids = new long[geometry.Width * geometry.Height];
            LabelWriter.Write(stored, geometry, "i", ids);
            var counts = ids.Where(id => id != 255).GroupBy(id => id).Select(g => g.Count()).ToArray();
            var content = geometry.Content;
            var window = geometry.MirrorX
                ? geometry.FlipHorizontal().Crop(0, 0, content.Width, content.Height)
                : geometry.Crop(0, 0, content.Width, content.Height);
            Assert.Equal(counts.Length > 1 && counts.Max() < .75 * counts.Sum(), transform.IsVaried(
                stored, window with { Content = new PixelRectangle(0, 0, content.Width, content.Height) }));
        }
    }

    [Fact]
    public void Scales_flips_and_windows_have_the_laws_they_should()
    {
        var transform = new TrainTransform(Plain with { Crop = [30, 30] });
        var draws = Enumerable.Range(0, 4000).Select(s => transform.DrawGeometry(100, 100, null, new SeededRandom(s))).ToArray();
        var factors = draws.Select(g => 1 / g.ScaleX).ToArray();
        Assert.InRange(factors.Min(), .5, .52);
        Assert.InRange(factors.Max(), 1.97, 2);
        Assert.InRange(factors.Average(), 1.22, 1.27);
        Assert.InRange(draws.Count(g => g.MirrorX), 1880, 2120);
        // The window is uniform over where it may be: its mean place is the middle.
        Assert.InRange(draws.Average(g => g.OriginX / ((100 / g.ScaleX) - 30)), .48, .52);
    }

    [Fact]
    public void Photometric_distortion_changes_the_image_and_nothing_else()
    {
        var scene = new SyntheticScenes(128, 96, 3).Render(0);
        var stored = new StoredLabels("l", scene.Labels, BuiltInClassTables.Street);
        var (plain, labels, geometry) = Apply(scene.Image, stored, Plain, 5);
        var (distorted, sameLabels, sameGeometry) = Apply(scene.Image, stored, Plain with { Photometric = true }, 5);
        Assert.Equal(geometry, sameGeometry);
        Assert.Equal(labels, sameLabels);
        Assert.NotEqual(plain, distorted);
    }

    [Fact]
    public void Labels_of_another_aspect_ratio_are_an_error_that_names_both_files()
    {
        var sample = new Sample(new SampleFiles("s", "image.jpg", "label.png"), new RgbImage(100, 50))
        {
            StoredLabels = new StoredLabels("label.png", new Plane<byte>(50, 50), BuiltInClassTables.Street),
        };
        var message = Assert.Throws<InputException>(
            () => new TrainTransform(Plain).Apply(sample, new SeededRandom(1), new float[3 * 40 * 56], new long[40 * 56])).Message;
        Assert.Contains("label.png", message, StringComparison.Ordinal);
        Assert.Contains("50x50", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_base_size_brings_images_of_any_size_to_one_scale()
    {
        var transform = new TrainTransform(Plain with { BaseSize = [200, 400], ResizeMin = 1, ResizeMax = 1 });
        Assert.Equal(2, 1 / transform.DrawGeometry(200, 100, null, new SeededRandom(1)).ScaleX, 3);
        Assert.Equal(.5, 1 / transform.DrawGeometry(400, 800, null, new SeededRandom(1)).ScaleX, 3);
    }

    [Fact]
    public void The_test_transform_fits_images_into_a_bound_and_normalizes()
    {
        var transform = new TestTransform(new AugmentationConfig { Mean = [10, 20, 30], Std = [2, 4, 5] }, [50, 100]);
        var geometry = transform.GeometryOf(300, 300);
        Assert.Equal((50, 50), (geometry.Width, geometry.Height));
        var planar = new float[3 * 50 * 50];
        var image = new RgbImage(300, 300);
        Array.Fill(image.Pixels, (byte)40);
        transform.Apply(image, geometry, planar);
        Assert.Equal([15f, 5f, 2f], [planar[7], planar[2500 + 7], planar[5000 + 7]]);
        Assert.Equal(Geometry.Identity(300, 200), new TestTransform(new AugmentationConfig()).GeometryOf(300, 200));
    }

    private static (float[] Planar, long[] Ids, Geometry Geometry) Apply(
        RgbImage image, StoredLabels labels, AugmentationConfig config, long seed)
    {
        var transform = new TrainTransform(config);
        var (planar, ids) = (new float[3 * transform.Height * transform.Width], new long[transform.Height * transform.Width]);
        var sample = new Sample(new SampleFiles("s", "i", "l"), image) { StoredLabels = labels };
        return (planar, ids, transform.Apply(sample, new SeededRandom(seed, 2), planar, ids));
    }
}
