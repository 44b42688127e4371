using Panoptes.Foundation;
using Panoptes.Imaging.Geometries;

namespace Panoptes.Imaging.Tests.Alignment;

public sealed class CoordinateProbeTests
{
    [Fact]
    public void Image_and_labels_stay_together_for_random_geometries()
    {
        // An id is at most half a source pixel from the point it stands for; the rest is the probe's own 8 bits.
        const double Grain = 0.5 + 0.15;
        var (measured, averaged) = (0, 0);
        for (var seed = 0; seed < 60; seed++)
        {
            var random = new SeededRandom(seed);
            var geometry = Scenes.Draw(random, random.NextInt(30, 130), random.NextInt(30, 110));
            var report = CoordinateProbe.Run(geometry, geometry, LabelRoads.Right);
            if (report.Pixels < 60)
            {
                continue;
            }

            measured++;
            Assert.True(report.LargestX <= Grain && report.LargestY <= Grain, $"seed {seed}: {geometry} gives {report}");

            // Averages say something only where the pixels meet the source's grid in every phase.
            if (Phases(geometry.ScaleX, geometry.Content.Width) > 4 && Phases(geometry.ScaleY, geometry.Content.Height) > 4)
            {
                averaged++;
                Assert.True(report.Verdict(geometry.ScaleX, geometry.ScaleY) is null, $"seed {seed}: {geometry} gives {report}");
            }
        }

        Assert.InRange(measured, 35, 60);
        Assert.InRange(averaged, 15, 60);

        static double Phases(double scale, int pixels) => Math.Abs(scale - Math.Round(scale)) * pixels;
    }

    [Fact]
    public void At_five_eighths_labels_lie_a_tenth_of_a_pixel_off_and_legacy_nearest_seven_tenths()
    {
        var geometry = Geometry.Identity(160, 128).Resize(100, 80);
        var right = CoordinateProbe.Run(geometry, geometry, LabelRoads.Right);
        Assert.Equal((0.10, 0.10), (Math.Round(right.MeanX, 1), Math.Round(right.MeanY, 1)));
        Assert.Null(right.Verdict(1.6, 1.6));
        var legacy = CoordinateProbe.Run(geometry, geometry, LabelRoads.LegacyNearest);
        Assert.Equal(-0.70, legacy.MeanX, 0.05);
        Assert.Equal(-0.70, legacy.MeanY, 0.05);
        Assert.Equal("shift", legacy.Verdict(1.6, 1.6));
    }

    [Fact]
    public void Legacy_nearest_is_caught_for_every_random_geometry_that_shrinks()
    {
        for (var seed = 0; seed < 30; seed++)
        {
            var random = new SeededRandom(1, seed);
            var geometry = Geometry.Identity(120, 100).Resize(random.NextInt(50, 110), random.NextInt(40, 90));
            geometry = random.NextBool() ? geometry.FlipHorizontal() : geometry;
            var report = CoordinateProbe.Run(geometry, geometry, LabelRoads.LegacyNearest);
            Assert.True(report.Verdict(geometry.ScaleX, geometry.ScaleY) is not null && report.LargestX > 0.7, $"seed {seed}: {report}");
        }
    }

    [Fact]
    public void A_crop_without_resize_shows_as_a_change_of_scale_about_the_center()
    {
        // A quarter of 1024x2048 at 0.625, cropped to 160x320: 39 % of the scene's area, up to 96 pixels off.
        var geometry = Geometry.Identity(512, 256).Resize(320, 160);
        var report = CoordinateProbe.Run(geometry, LabelRoads.WithoutResize(512, 256, geometry), LabelRoads.Right);
        Assert.Equal(0.625, report.ScaleX, 0.001);
        Assert.Equal(0.625, report.ScaleY, 0.002);
        Assert.InRange(report.MeanAbsoluteX, 46, 49);
        Assert.InRange(report.MeanAbsoluteY, 22.5, 24.5);
        Assert.InRange(report.LargestX, 93, 97);
        Assert.Equal("scale", report.Verdict(1.6, 1.6));
    }

    [Fact]
    public void A_flip_of_one_side_is_named()
    {
        var geometry = Geometry.Identity(90, 70).Resize(60, 50).Crop(5, 5, 50, 40);
        Assert.Equal("flip", CoordinateProbe.Run(geometry.FlipHorizontal(), geometry, LabelRoads.Right).Verdict(1.5, 1.4));
        Assert.Equal("flip", CoordinateProbe.Run(geometry, geometry.FlipVertical(), LabelRoads.Right).Verdict(1.5, 1.4));
    }
}
