using Panoptes.Foundation;
using Panoptes.Imaging.Drawing;

namespace Panoptes.Imaging.Tests.Drawing;

public sealed class DrawingTests
{
    private static readonly Rgb[] Colors = [new(200, 0, 0), new(0, 200, 0), new(0, 0, 200)];

    [Fact]
    public void Labels_are_blended_and_void_keeps_the_image_under_a_hatch()
    {
        var image = Shapes.Blank(16, 8, new Rgb(100, 100, 100));
        var labels = new Plane<byte>(16, 8);
        labels.Pixels.AsSpan(64).Fill(255);
        var output = Overlay.Labels(image, labels, Colors, 0.5);
        Assert.Equal(new Rgb(150, 50, 50), At(output, 3, 0));
        var bottom = Enumerable.Range(0, 64).Select(i => At(output, i % 16, 4 + (i / 16))).ToList();
        Assert.Equal(48, bottom.Count(pixel => pixel == new Rgb(100, 100, 100)));
        Assert.Equal(2, bottom.Distinct().Count());
        Assert.All(image.Pixels, pixel => Assert.Equal(100, pixel));
    }

    [Fact]
    public void An_id_without_a_color_is_loud()
    {
        var labels = new Plane<ushort>(2, 1, [1, 77]);
        var output = Overlay.Colors(labels, Colors);
        Assert.Equal(Colors[1], At(output, 0, 0));
        Assert.Equal(LabelColors.Unknown, At(output, 1, 0));
    }

    [Fact]
    public void Boundaries_lie_on_both_sides_of_the_true_one()
    {
        var labels = new Plane<byte>(6, 3);
        for (var y = 0; y < 3; y++)
        {
            labels.Row(y)[3..].Fill(1);
        }

        var image = new RgbImage(6, 3);
        Boundaries.Draw(image, labels, Rgb.White);
        Assert.Equal([false, false, true, true, false, false], Enumerable.Range(0, 6).Select(x => At(image, x, 1) == Rgb.White));
        var thin = new RgbImage(6, 3);
        Boundaries.Draw(thin, labels, Rgb.White, BoundaryLine.Thin);
        Assert.Equal([false, false, true, false, false, false], Enumerable.Range(0, 6).Select(x => At(thin, x, 1) == Rgb.White));
    }

    [Fact]
    public void A_difference_map_marks_exactly_the_wrong_pixels_that_count()
    {
        var random = new SeededRandom(1);
        var truth = Scenes.Noise<byte>(random, 30, 20, 3);
        var prediction = Scenes.Noise<ushort>(random, 30, 20, 3);
        truth.Pixels.AsSpan(0, 60).Fill(255);
        var map = DifferenceMap.Draw(new RgbImage(30, 20), truth, prediction);
        for (var i = 0; i < truth.Pixels.Length; i++)
        {
            var isRed = map.Pixels[3 * i] > 2 * map.Pixels[(3 * i) + 1] && map.Pixels[3 * i] > 100;
            Assert.Equal(truth.Pixels[i] != 255 && truth.Pixels[i] != prediction.Pixels[i], isRed);
        }
    }

    [Fact]
    public void Every_printable_character_has_a_shape_of_its_own()
    {
        var shapes = new HashSet<string>();
        for (var c = '!'; c <= '~'; c++)
        {
            var image = new RgbImage(TextPainter.CellWidth, TextPainter.CellHeight);
            TextPainter.Draw(image, 0, 0, c.ToString(), Rgb.White);
            Assert.Contains(image.Pixels, pixel => pixel != 0);
            Assert.True(shapes.Add(Convert.ToHexString(image.Pixels)), $"'{c}' looks like another character");
        }
    }

    [Fact]
    public void Text_is_drawn_as_the_font_says_at_any_scale()
    {
        string[] expected = [".###.", "#...#", "#...#", "#####", "#...#", "#...#", "#...#"];
        var image = new RgbImage(12, 18);
        TextPainter.Draw(image, 0, 0, "A", Rgb.White, 2);
        for (var y = 0; y < 14; y++)
        {
            for (var x = 0; x < 10; x++)
            {
                Assert.Equal(expected[y / 2][x / 2] == '#', At(image, x, y) == Rgb.White);
            }
        }
    }

    [Fact]
    public void Drawing_beyond_the_edge_is_cut_off()
    {
        var image = new RgbImage(5, 5);
        TextPainter.Draw(image, -3, -3, "Wörld 漢", Rgb.White, 3);
        Shapes.Outline(image, -10, -10, 100, 100, Rgb.White);
        Shapes.Fill(image, int.MaxValue, 0, int.MaxValue, 1, Rgb.White);
        Shapes.Paste(image, 4, -2, new RgbImage(9, 9));
        Shapes.Paste(image, 40, 40, new RgbImage(9, 9));
    }

    [Theory]
    [InlineData("pavement", 48, "pavement")]
    [InlineData("pavement", 47, "pavem..")]
    [InlineData("pavement", 11, ".")]
    [InlineData("pavement", 0, "")]
    public void Long_names_are_shortened(string name, int width, string expected) =>
        Assert.Equal(expected, TextPainter.Shorten(name, width));

    [Fact]
    public void A_legend_shows_every_color()
    {
        var entries = LabelColors.Distinct(19).Select((color, id) => ($"class {id}", color)).ToList();
        foreach (var width in new[] { 60, 200, 900 })
        {
            var legend = Legend.Draw(entries, width);
            var present = legend.Pixels.Chunk(3).Select(pixel => new Rgb(pixel[0], pixel[1], pixel[2])).ToHashSet();
            Assert.All(entries, entry => Assert.Contains(entry.color, present));
            Assert.Equal(width, legend.Width);
        }
    }

    [Fact]
    public void A_contact_sheet_holds_its_pictures_and_shrinks_large_ones()
    {
        var tiles = Enumerable.Range(0, 5)
            .Select(i => new ContactTile(Shapes.Blank(40 + (200 * (i / 4)), 30, new Rgb((byte)(40 * i + 20), 3, 9)), $"tile {i}")).ToList();
        var sheet = ContactSheet.Arrange(tiles, 3, 40, 30);
        Assert.Equal((6 + (3 * 46), 6 + (2 * 50)), (sheet.Width, sheet.Height));
        var count = sheet.Pixels.Chunk(3).CountBy(pixel => new Rgb(pixel[0], pixel[1], pixel[2])).ToDictionary();
        Assert.Equal(40 * 30, count[new Rgb(20, 3, 9)]);
        Assert.Equal(40 * 5, count[new Rgb(180, 3, 9)]);
    }

    [Fact]
    public void Colors_of_ids_are_distinct()
    {
        Assert.Equal(200, LabelColors.Distinct(200).Distinct().Count());
        Assert.Equal(new Rgb(128, 0, 0), LabelColors.Distinct(1)[0]);
        Assert.Equal(500, Enumerable.Range(0, 500).Select(id => LabelColors.OfSegment(id)).Distinct().Count());
    }

    private static Rgb At(RgbImage image, int x, int y)
    {
        var pixel = image.Row(y).Slice(3 * x, 3);
        return new Rgb(pixel[0], pixel[1], pixel[2]);
    }
}
