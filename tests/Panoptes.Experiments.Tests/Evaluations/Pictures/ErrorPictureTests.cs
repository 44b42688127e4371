using Panoptes.Data.Classes;
using Panoptes.Experiments.Evaluations.Pictures;
using Panoptes.Imaging;
using Panoptes.Imaging.Codecs.Png;
using Panoptes.Metrics.Scoring;

namespace Panoptes.Experiments.Tests.Evaluations.Pictures;

/// <summary>What was wrongly predicted of a scene, as pictures show it.</summary>
public sealed class ErrorPictureTests
{
    private const byte Gray = TwoCars.Gray;

    private static ClassTable Classes => TwoCars.Classes;

    private static PictureSubject Subject => TwoCars.Sample() is var sample ? new PictureSubject(sample, sample.Image, Classes) : null!;

    [Fact]
    public void Segments_that_are_missed_wrong_and_confused_have_colors_of_their_own_and_right_ones_none()
    {
        var (truth, prediction, errors, judged) = SegmentPictures.Draw(Subject, new TwoCars.Prediction());
        Keep("segments", truth, prediction, errors);
        Assert.Equal(Classes[2].Color, At(truth, 47, 10));
        Assert.Equal(Classes[1].Color, At(prediction, 23, 27));
        Assert.Equal(Over(PictureKey.Missed), At(errors, 47, 10));
        Assert.Equal(Over(PictureKey.Wrong), At(errors, 7, 10));
        Assert.Equal(PictureKey.Confused, Nearest(At(errors, 30, 27)));
        Assert.Equal(new Rgb(Gray, Gray, Gray), At(errors, 50, 30));
        Assert.Equal(new Rgb(Gray, Gray, Gray), At(errors, 20, 4));
        Assert.Equal([Judgement.Wrong, Judgement.Wrong, Judgement.Right], [judged[47, 10], judged[7, 10], judged[50, 30]]);
    }

    [Fact]
    public void Objects_that_are_missed_wrong_and_confused_have_colors_of_their_own()
    {
        var (truth, prediction, errors, judged) = ObjectPictures.Draw(Subject, new TwoCars.Prediction());
        Keep("objects", truth, prediction, errors);
        Assert.Equal(Classes[2].Color, At(truth, 47, 10));
        Assert.Equal(Classes[1].Color, At(prediction, 23, 27));
        Assert.Equal(Rgb.Black, At(truth, 50, 35));
        Assert.Equal([Judgement.Wrong, Judgement.Wrong, Judgement.None], [judged[47, 10], judged[7, 10], judged[50, 35]]);
        Assert.Equal(Over(PictureKey.Missed), At(errors, 47, 10));
        Assert.Equal(Over(PictureKey.Wrong), At(errors, 7, 10));
        Assert.Equal(PictureKey.Confused, Nearest(At(errors, 30, 27)));
        Assert.Equal(new Rgb(Gray, Gray, Gray), At(errors, 20, 4));
    }

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
}
