using Panoptes.Data.Classes;
using Panoptes.Data.Samples;
using Panoptes.Experiments.Evaluations.Pictures;
using Panoptes.Imaging;
using Panoptes.Imaging.Codecs.Png;
using Panoptes.Imaging.Masks;
using Panoptes.Imaging.Predictions;
using Panoptes.Metrics.Scoring;
using Panoptes.Training.Evaluation.Predictions;

namespace Panoptes.Experiments.Tests.Evaluations.Pictures;

/// <summary>
/// One scene: a road with two cars and a person. The prediction has the road, one car over both cars, no person, and a person where there
/// is none.
/// </summary>
public sealed class ErrorPictureTests
{
    private const int Width = 60;
    private const int Height = 40;
    private const byte Gray = 100;

    private static readonly ClassTable Classes = new(
        "scene",
        [
            new(0, 0, "road", new Rgb(128, 64, 128), false),
            new(1, 1, "car", new Rgb(0, 0, 142), true),
            new(2, 2, "person", new Rgb(20, 220, 60), true),
        ]);

    private static readonly (int Id, int Class, int X, int Y, int Width, int Height)[] Truth =
        [(1, 0, 0, 0, 60, 40), (2, 1, 10, 22, 12, 10), (3, 1, 24, 22, 12, 10), (4, 2, 44, 4, 6, 12)];

    private static readonly (int Id, int Class, int X, int Y, int Width, int Height)[] Found =
        [(1, 0, 0, 0, 60, 40), (2, 1, 10, 22, 26, 10), (3, 2, 4, 4, 6, 12)];

    private static PictureSubject Subject
    {
        get
        {
            var image = new RgbImage(Width, Height);
            image.Pixels.AsSpan().Fill(Gray);
            var ids = Map(Truth);
            var segments = Truth.Select(s => new Segment(s.Id, s.Class, Classes[s.Class].IsThing, false, Area(ids, s.Id)));
            var sample = new Sample(new SampleFiles("scene", "scene.png", null), image) { Segments = new SegmentMap(ids, [.. segments]) };
            return new PictureSubject(sample, image, Classes);
        }
    }

    [Fact]
    public void Segments_that_are_missed_wrong_and_confused_have_colors_of_their_own_and_right_ones_none()
    {
        var (truth, prediction, errors) = SegmentPictures.Draw(Subject, new Prediction());
        Keep("segments", truth, prediction, errors);
        Assert.Equal(Classes[2].Color, At(truth, 47, 10));
        Assert.Equal(Classes[1].Color, At(prediction, 23, 27));
        Assert.Equal(Over(PictureKey.Missed), At(errors, 47, 10));
        Assert.Equal(Over(PictureKey.Wrong), At(errors, 7, 10));
        Assert.Equal(PictureKey.Confused, Nearest(At(errors, 30, 27)));
        Assert.Equal(new Rgb(Gray, Gray, Gray), At(errors, 50, 30));
        Assert.Equal(new Rgb(Gray, Gray, Gray), At(errors, 20, 4));
    }

    [Fact]
    public void Objects_that_are_missed_wrong_and_confused_have_colors_of_their_own()
    {
        var (truth, prediction, errors) = ObjectPictures.Draw(Subject, new Prediction());
        Keep("objects", truth, prediction, errors);
        Assert.Equal(Over(Classes[2].Color), At(truth, 47, 10));
        Assert.Equal(Over(Classes[1].Color), At(prediction, 23, 27));
        Assert.Equal(new Rgb(Gray, Gray, Gray), At(truth, 50, 35));
        Assert.Equal(Over(PictureKey.Missed), At(errors, 47, 10));
        Assert.Equal(Over(PictureKey.Wrong), At(errors, 7, 10));
        Assert.Equal(PictureKey.Confused, Nearest(At(errors, 30, 27)));
        Assert.Equal(new Rgb(Gray, Gray, Gray), At(errors, 20, 4));
    }

    private static Plane<int> Map((int Id, int Class, int X, int Y, int Width, int Height)[] parts)
    {
        var map = new Plane<int>(Width, Height);
        foreach (var part in parts)
        {
            for (var y = part.Y; y < part.Y + part.Height; y++)
            {
                map.Row(y).Slice(part.X, part.Width).Fill(part.Id);
            }
        }

        return map;
    }

    private static int Area(Plane<int> map, int id) => map.Pixels.Count(pixel => pixel == id);

    private static RunLengthMask Mask(Plane<int> map, int id) =>
        RunLengthMask.Encode(new Plane<byte>(Width, Height, [.. map.Pixels.Select(pixel => (byte)(pixel == id ? 1 : 0))]));

    private static Rgb At(RgbImage image, int x, int y) => new(image.Row(y)[3 * x], image.Row(y)[(3 * x) + 1], image.Row(y)[(3 * x) + 2]);

    private static Rgb Over(Rgb color)
    {
        static byte Mix(byte to) => (byte)Math.Round(Gray + (0.6 * (to - Gray)));
        return new Rgb(Mix(color.R), Mix(color.G), Mix(color.B));
    }

    // Which error a color tells, where others may lie under it.
    private static Rgb Nearest(Rgb color) => PictureKey.Errors.Select(entry => entry.Color).MinBy(key =>
        Math.Abs(key.R - color.R) + Math.Abs(key.G - color.G) + Math.Abs(key.B - color.B));

    private static void Keep(string name, params RgbImage[] pictures)
    {
        if (Environment.GetEnvironmentVariable("PANOPTES_KEEP_PICTURES") is { } folder)
        {
            for (var i = 0; i < pictures.Length; i++)
            {
                PngFile.WriteRgb(Path.Combine(folder, $"{name}{i}.png"), pictures[i]);
            }
        }
    }

    private sealed class Prediction : IBatchPrediction
    {
        public IReadOnlyList<Plane<ushort>> Labels() => throw new InvalidOperationException("segments and objects were asked for");

        public IReadOnlyList<Plane<ushort>> SureLabels(double least, ushort otherwise) => Labels();

        public (IReadOnlyList<Plane<ushort>> Labels, double? NegativeLogLikelihood) Compare(
            IReadOnlyList<Plane<ushort>> truth, int ignore) =>
            throw new InvalidOperationException("segments and objects were asked for");

        public PanopticPrediction Panoptic(int image)
        {
            var ids = Map(Found);
            return new PanopticPrediction(
                ids, [.. Found.Select(s => new PredictedSegment(s.Id, s.Class, Classes[s.Class].IsThing, Area(ids, s.Id), 0.9))]);
        }

        public InstancePrediction Instances(int image)
        {
            var ids = Map(Found);
            var things = Found.Where(s => Classes[s.Class].IsThing).Select(s => new PredictedInstance(s.Class, 0.9, Mask(ids, s.Id)));
            return new InstancePrediction(Width, Height, [.. things, new PredictedInstance(1, 0.2, Mask(ids, 1))]);
        }
    }
}
