using System.Text.Json;
using Panoptes.Foundation;
using Panoptes.Imaging.Geometries;

namespace Panoptes.Imaging.Tests.Geometries;

public sealed class GeometryTests
{
    [Fact]
    public void Points_go_to_the_source_and_back()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new SeededRandom(seed);
            var geometry = Scenes.Draw(random, random.NextInt(1, 300), random.NextInt(1, 300));
            var (x, y) = (random.NextDouble(0, geometry.Width), random.NextDouble(0, geometry.Height));
            var source = geometry.ToSource(x, y);
            var (backX, backY) = geometry.ToOutput(source.X, source.Y);
            Assert.Equal(x, backX, 1e-9 * (1 + geometry.Width));
            Assert.Equal(y, backY, 1e-9 * (1 + geometry.Height));
        }
    }

    [Fact]
    public void Content_lies_inside_of_the_source()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new SeededRandom(1, seed);
            var geometry = Scenes.Draw(random, random.NextInt(1, 300), random.NextInt(1, 300));
            var content = geometry.Content;
            foreach (var (x, y) in new[] { (content.Left, content.Top), (content.Right, content.Bottom) })
            {
                var source = geometry.ToSource(x, y);
                Assert.InRange(source.X, -1e-6, geometry.SourceWidth + 1e-6);
                Assert.InRange(source.Y, -1e-6, geometry.SourceHeight + 1e-6);
            }
        }
    }

    [Fact]
    public void The_order_of_flip_and_crop_is_kept()
    {
        var cropThenFlip = Geometry.Identity(10, 4).Crop(1, 0, 3, 4).FlipHorizontal();
        Assert.Equal((3.5, 0.5), cropThenFlip.ToSource(0.5, 0.5));
        var flipThenCrop = Geometry.Identity(10, 4).FlipHorizontal().Crop(1, 0, 3, 4);
        Assert.Equal((8.5, 0.5), flipThenCrop.ToSource(0.5, 0.5));
    }

    [Fact]
    public void Two_flips_are_none()
    {
        var geometry = Geometry.Identity(30, 20).Resize(17, 33).Crop(2, 3, 9, 11).Pad(1, 2, 3, 4);
        Assert.Equal(geometry, geometry.FlipHorizontal().FlipHorizontal());
        Assert.Equal(geometry, geometry.FlipVertical().FlipVertical());
    }

    [Fact]
    public void Padding_after_a_crop_shows_no_source()
    {
        var geometry = Geometry.Identity(100, 80).Crop(10, 20, 30, 40).PadTo(50, 40);
        Assert.Equal((50, 40, new PixelRectangle(0, 0, 30, 40)), (geometry.Width, geometry.Height, geometry.Content));
        Assert.Equal(new PixelRectangle(20, 0, 50, 40), geometry.FlipHorizontal().Content);
        Assert.Equal(new PixelRectangle(10, 0, 25, 20), geometry.FlipHorizontal().Resize(25, 20).Content);
    }

    [Fact]
    public void A_crop_larger_than_the_output_is_refused()
    {
        var geometry = Geometry.Identity(100, 80);
        Assert.Throws<ArgumentException>(() => geometry.Crop(0, 0, 101, 80));
        Assert.Throws<ArgumentException>(() => geometry.Crop(-1, 0, 10, 10));
        Assert.Throws<ArgumentException>(() => geometry.Crop(int.MaxValue, 0, int.MaxValue, 10));
        Assert.Throws<ArgumentException>(() => geometry.Crop(0, 0, 0, 10));
        Assert.Throws<ArgumentOutOfRangeException>(() => geometry.Resize(0, 10));
    }

    [Fact]
    public void Labels_of_another_resolution_show_the_same_scene()
    {
        var geometry = Geometry.Identity(2048, 1024).Resize(1000, 500).Crop(100, 50, 640, 320).FlipHorizontal();
        var labels = geometry.ForSource(1280, 640);
        var (x, y) = geometry.ToSource(33.5, 44.5);
        var (u, v) = labels.ToSource(33.5, 44.5);
        Assert.Equal(x / 2048, u / 1280, 12);
        Assert.Equal(y / 1024, v / 640, 12);
        Assert.Equal((1280, 640), (labels.SourceWidth, labels.SourceHeight));
    }

    [Fact]
    public void Labels_of_another_aspect_ratio_are_an_error_that_names_both_files()
    {
        var error = Assert.Throws<InputException>(() => Geometry.Identity(2048, 1024).ForSource(1280, 720, "labels/a.png", "images/a.jpg"));
        Assert.Contains("labels/a.png", error.Message);
        Assert.Contains("images/a.jpg", error.Message);
        Assert.Contains("1280x720", error.Message);
        Assert.Contains("2048x1024", error.Message);
    }

    [Theory]
    [InlineData(1023, 767, 512, 384)]
    [InlineData(33, 25, 5, 4)]
    public void A_pixel_of_rounding_is_not_another_aspect_ratio(int width, int height, int labelWidth, int labelHeight) =>
        Assert.Equal(labelWidth, Geometry.Identity(width, height).ForSource(labelWidth, labelHeight).SourceWidth);

    [Fact]
    public void A_reduced_source_keeps_its_exact_factor_though_its_sides_are_rounded_up()
    {
        var geometry = Geometry.Identity(1001, 501).Resize(250, 125);
        Assert.Equal(4, geometry.ReducedDenominator);
        var reduced = geometry.ForReducedSource(4);
        Assert.Equal((251, 126), (reduced.SourceWidth, reduced.SourceHeight));
        Assert.Equal(geometry.ToSource(100, 50).X / 4, reduced.ToSource(100, 50).X, 12);
    }

    [Fact]
    public void It_survives_json()
    {
        for (var seed = 0; seed < 50; seed++)
        {
            var geometry = Scenes.Draw(new SeededRandom(2, seed), 123, 77);
            Assert.Equal(geometry, JsonSerializer.Deserialize<Geometry>(JsonSerializer.Serialize(geometry)));
        }
    }
}
