using Panoptes.Data.Samples;
using Panoptes.Data.Targets;
using Panoptes.Imaging;
using Panoptes.Imaging.Drawing;
using Panoptes.Imaging.Geometries;
using Panoptes.Imaging.Masks;
using Panoptes.Imaging.Resampling;
using Panoptes.Metrics.Scoring;
using Panoptes.Training.Evaluation.Predictions;

namespace Panoptes.Experiments.Evaluations.Pictures;

/// <summary>Draws objects: in class colors with their borders, and what became of those that the model is surer of than not.</summary>
internal static class ObjectPictures
{
    private const double Sure = 0.5;
    private const double Half = 0.5;
    private const double Quarter = 0.25;
    private const double Opacity = 0.6;

    /// <summary>The size of a sample's masks.</summary>
    public static (int Width, int Height) Size(Sample sample) => sample.Instances is [var first, ..] ? (first.Mask.Width, first.Mask.Height)
        : sample.Segments is { } segments ? (segments.Ids.Width, segments.Ids.Height)
        : (sample.Image.Width, sample.Image.Height);

    /// <summary>Truth and prediction in class colors, and missed, wrong and confused objects.</summary>
    public static (RgbImage Truth, RgbImage Prediction, RgbImage Difference) Draw(PictureSubject subject, IBatchPrediction prediction)
    {
        var (classes, image) = (subject.Classes, subject.Image);
        var truths = Truths(
            subject.Sample).Where(t => t.CategoryTrainId != classes.VoidTrainId && classes[t.CategoryTrainId].IsThing).ToArray();
        var found = prediction.Instances(0).Instances.Where(p => p.Score >= Sure).ToArray();
        var missed = truths.Where(
            t => !t.IsCrowd && !found.Any(p => p.Class == t.CategoryTrainId && MaskOverlap.IoU(p.Mask, t.Mask) >= Half));
        var wrong = found.Where(p => !truths.Any(t => p.Class == t.CategoryTrainId && MaskOverlap.IoU(p.Mask, t.Mask, t.IsCrowd) >= Half));
        var confused = found.Where(
            p => truths.Count(t => !t.IsCrowd && MaskOverlap.Intersection(p.Mask, t.Mask) > Quarter * t.Mask.Area) > 1);
        return (
            Painted(image, truths.Select(t => (t.Mask, classes[t.CategoryTrainId].Color))),
            Painted(image, found.Reverse().Select(p => (p.Mask, classes[p.Class].Color))),
            Painted(image,
            [
                .. missed.Select(t => (t.Mask, PictureKey.Missed)),
                .. wrong.Except(confused).Select(p => (p.Mask, PictureKey.Wrong)),
                .. confused.Select(p => (p.Mask, PictureKey.Confused)),
            ]));
    }

    private static IReadOnlyList<InstanceMask> Truths(Sample sample) =>
        sample.Instances ?? (sample.Segments is { } segments ? SegmentInstances.Of(segments) : []);

    private static RgbImage Painted(RgbImage image, IEnumerable<(RunLengthMask Mask, Rgb Color)> layers)
    {
        var picture = new RgbImage(image.Width, image.Height);
        image.Pixels.CopyTo(picture.Pixels.AsSpan());
        foreach (var (mask, color) in layers)
        {
            var inside = Resampler.Mask(mask, Geometry.Identity(mask.Width, mask.Height).Resize(image.Width, image.Height)).Decode();
            for (var i = 0; i < inside.Pixels.Length; i++)
            {
                if (inside.Pixels[i] != 0)
                {
                    Span<byte> pixel = picture.Pixels.AsSpan(3 * i, 3);
                    pixel[0] = (byte)Math.Round(pixel[0] + (Opacity * (color.R - pixel[0])));
                    pixel[1] = (byte)Math.Round(pixel[1] + (Opacity * (color.G - pixel[1])));
                    pixel[2] = (byte)Math.Round(pixel[2] + (Opacity * (color.B - pixel[2])));
                }
            }

            Boundaries.Draw(picture, inside, color);
        }

        return picture;
    }
}
