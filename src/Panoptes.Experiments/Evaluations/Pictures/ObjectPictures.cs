using Panoptes.Imaging;
using Panoptes.Imaging.Drawing;
using Panoptes.Imaging.Geometries;
using Panoptes.Imaging.Masks;
using Panoptes.Imaging.Resampling;
using Panoptes.Metrics.Scoring;
using Panoptes.Training.Evaluation.Kinds;
using Panoptes.Training.Evaluation.Predictions;

namespace Panoptes.Experiments.Evaluations.Pictures;

/// <summary>Draws objects: in class colors with their borders, and what became of those that the model is surer of than not.</summary>
internal static class ObjectPictures
{
    private const double Sure = 0.5;
    private const double Half = 0.5;
    private const double Quarter = 0.25;
    private const double Opacity = 0.6;

    /// <summary>Truth and prediction in class colors, and missed, wrong and confused objects.</summary>
    public static (RgbImage Truth, RgbImage Prediction, RgbImage Difference) Draw(PictureSubject subject, IBatchPrediction prediction)
    {
        var (classes, image) = (subject.Classes, subject.Image);
        var truths = ComparedObjects.Of(subject.Sample, classes);
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

    private static RgbImage Painted(RgbImage image, IEnumerable<(RunLengthMask Mask, Rgb Color)> layers)
    {
        var picture = Tint.Copy(image);
        foreach (var (mask, color) in layers)
        {
            var inside = Resampler.Mask(mask, Geometry.Identity(mask.Width, mask.Height).Resize(image.Width, image.Height)).Decode();
            for (var i = 0; i < inside.Pixels.Length; i++)
            {
                if (inside.Pixels[i] != 0)
                {
                    Tint.Mix(picture, i, color, Opacity);
                }
            }

            Boundaries.Draw(picture, inside, color);
        }

        return picture;
    }
}
