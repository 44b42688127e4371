using Panoptes.Imaging.Drawing;
using Panoptes.Imaging.Masks;
using Panoptes.Imaging.Predictions;

namespace Panoptes.Imaging.Tests.Drawing;

public sealed class PredictionOverlayTests
{
    private static readonly DrawnClass[] Classes = [new("road", new Rgb(128, 64, 128)), new("car", new Rgb(0, 0, 142))];

    [Fact]
    public void Objects_of_one_class_have_colors_apart_also_where_it_is_gray_or_black()
    {
        foreach (var ofClass in new[] { new Rgb(0, 0, 142), new Rgb(128, 128, 128), new Rgb(0, 0, 0), new Rgb(220, 20, 60) })
        {
            var colors = Enumerable.Range(0, 12).Select(i => InstanceColors.Of(ofClass, i)).ToArray();
            Assert.Equal(ofClass, colors[0]);
            for (var a = 0; a < colors.Length; a++)
            {
                Assert.All(colors.Take(a), other =>
                    Assert.True(Math.Abs(other.R - colors[a].R) + Math.Abs(other.G - colors[a].G) + Math.Abs(other.B - colors[a].B) >= 8));
            }
        }
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(30, 8)]
    [InlineData(20, 400)]
    [InlineData(400, 30)]
    [InlineData(640, 480)]
    [InlineData(2048, 1024)]
    public void Captions_lie_inside_of_the_image_and_not_over_one_another(int width, int height)
    {
        var image = new RgbImage(width, height);
        Caption[] captions =
        [
            .. Enumerable.Range(0, 12).Select(i => new Caption(
                i % 2 == 0 ? "a rather long name of a class" : "car", "98%", i % 3 * (width - 1) / 2, i / 3 * (height - 1) / 3,
                new Rgb(250, 200, (byte)i))),
        ];
        var drawn = Captions.Draw(image, captions);
        var scale = Math.Max(1, (int)Math.Round(Math.Min(width, height) / 360.0));
        var boxes = 0;
        foreach (var caption in captions)
        {
            var own = Enumerable.Range(0, width * height)
                .Where(p => image.Pixels[3 * p] == 250 && image.Pixels[(3 * p) + 2] == caption.Color.B).ToList();
            if (own.Count == 0)
            {
                continue;
            }

            // The corners of a box have its color: text lies inside. Its whole is its color or text.
            boxes++;
            var (left, right) = (own.Min(p => p % width), own.Max(p => p % width));
            var (top, bottom) = (own.Min(p => p / width), own.Max(p => p / width));
            Assert.Equal(10 * scale, bottom - top + 1);
            var inside = Enumerable.Range(top, bottom - top + 1)
                .SelectMany(y => Enumerable.Range(left, right - left + 1).Select(x => (y * width) + x));
            Assert.All(inside, p => Assert.True(image.Pixels[3 * p] == 0 || image.Pixels[(3 * p) + 2] == caption.Color.B));
        }

        Assert.Equal(drawn, boxes);
        Assert.Equal(height >= 10 && width >= 40, drawn > 0);
        Assert.True(width < 640 || drawn >= 6, $"{drawn} drawn");
    }

    [Fact]
    public void Segments_are_filled_things_have_a_contour_and_pixels_of_no_segment_keep_the_image()
    {
        var ids = new Plane<int>(90, 60);
        for (var y = 20; y < 60; y++)
        {
            ids.Row(y)[..45].Fill(1);
            ids.Row(y)[45..80].Fill(2);
        }

        var image = Shapes.Blank(90, 60, new Rgb(100, 100, 100));
        var overlay = PredictionOverlay.Draw(
            image, new PanopticPrediction(ids, [new(1, 0, false, 1800, 0.9), new(2, 1, true, 1400, 0.8)]), Classes);
        Assert.Equal(new Rgb(100, 100, 100), At(overlay, 85, 40));
        Assert.Equal(new Rgb(114, 82, 114), At(overlay, 44, 21));
        Assert.Equal(new Rgb(50, 50, 121), At(overlay, 48, 22));
        Assert.True(At(overlay, 45, 50).R > 120 && At(overlay, 79, 50).R > 120);
        Assert.True(At(overlay, 60, 59).R < 120, "the image's border is no contour");
        Assert.All(image.Pixels, pixel => Assert.Equal(100, pixel));
    }

    [Fact]
    public void The_surest_object_is_in_front_and_unsure_ones_are_not_drawn()
    {
        var image = new RgbImage(60, 40);
        var overlay = PredictionOverlay.Draw(
            image, new InstancePrediction(60, 40, [Box(1, 0.9, 10), Box(0, 0.6, 0), Box(0, 0.2, 30)]), Classes, 0.5, 1);
        Assert.Equal(Classes[1].Color, At(overlay, 15, 2));
        Assert.Equal(Classes[0].Color, At(overlay, 5, 2));
        Assert.Equal(Rgb.Black, At(overlay, 45, 2));

        static PredictedInstance Box(int category, double score, int x)
        {
            var mask = new Plane<byte>(60, 40);
            for (var y = 0; y < 40; y++)
            {
                mask.Row(y).Slice(x, 20).Fill(1);
            }

            return new PredictedInstance(category, score, RunLengthMask.Encode(mask));
        }
    }

    private static Rgb At(RgbImage image, int x, int y) => new(image.Row(y)[3 * x], image.Row(y)[(3 * x) + 1], image.Row(y)[(3 * x) + 2]);
}
