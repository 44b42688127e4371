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
    public static DrawnKind Draw(PictureSubject subject, IBatchPrediction prediction)
    {
        var (classes, image) = (subject.Classes, subject.Image);
        var truths = ComparedObjects.Of(subject.Sample, classes);
        var found = prediction.Instances(0).Instances.Where(p => p.Score >= Sure).ToArray();
        var pairs = (
            from t in truths
            where !t.IsCrowd
            let p = found.FirstOrDefault(p => p.Class == t.CategoryTrainId && MaskOverlap.IoU(p.Mask, t.Mask) >= Half)
            select (Truth: t.Mask, Found: p?.Mask)).ToArray();
        var missed = pairs.Where(pair => pair.Found is null).Select(pair => pair.Truth);
        var wrong = found.Where(p => !truths.Any(t => p.Class == t.CategoryTrainId && MaskOverlap.IoU(p.Mask, t.Mask, t.IsCrowd) >= Half))
            .ToArray();
        var confused = found.Where(
            p => truths.Count(t => !t.IsCrowd && MaskOverlap.Intersection(p.Mask, t.Mask) > Quarter * t.Mask.Area) > 1);
        var blank = new RgbImage(image.Width, image.Height);
        return new DrawnKind(
            Painted(blank, truths.Select(t => (t.Mask, classes[t.CategoryTrainId].Color)), 1),
            Painted(blank, found.Reverse().Select(p => (p.Mask, classes[p.Class].Color)), 1),
            Painted(image,
            [
                .. missed.Select(mask => (mask, PictureKey.Missed)),
                .. wrong.Except(confused).Select(p => (p.Mask, PictureKey.Wrong)),
                .. confused.Select(p => (p.Mask, PictureKey.Confused)),
            ],
            Opacity),
            Judged(image, pairs, wrong.Select(p => p.Mask)))
        {
            BlackIsNone = true,
        };
    }

    // Right where an object and what found it lie on each other; what is of no object is not judged.
    private static Plane<byte> Judged(
        RgbImage image, IEnumerable<(RunLengthMask Truth, RunLengthMask? Found)> pairs, IEnumerable<RunLengthMask> wrong)
    {
        var judged = new Plane<byte>(image.Width, image.Height);
        foreach (var mask in wrong)
        {
            Paint(Inside(mask, image), _ => Judgement.Wrong);
        }

        foreach (var (truth, found) in pairs)
        {
            var over = found is null ? null : Inside(found, image);
            Paint(Inside(truth, image), i => over is not null && over.Pixels[i] != 0 ? Judgement.Right : Judgement.Wrong);
        }

        return judged;

        void Paint(Plane<byte> inside, Func<int, byte> of)
        {
            for (var i = 0; i < inside.Pixels.Length; i++)
            {
                judged.Pixels[i] = inside.Pixels[i] != 0 ? of(i) : judged.Pixels[i];
            }
        }
    }

    private static Plane<byte> Inside(RunLengthMask mask, RgbImage image) =>
        Resampler.Mask(mask, Geometry.Identity(mask.Width, mask.Height).Resize(image.Width, image.Height)).Decode();

    private static RgbImage Painted(RgbImage image, IEnumerable<(RunLengthMask Mask, Rgb Color)> layers, double opacity)
    {
        var picture = Tint.Copy(image);
        foreach (var (mask, color) in layers)
        {
            var inside = Inside(mask, image);
            for (var i = 0; i < inside.Pixels.Length; i++)
            {
                if (inside.Pixels[i] != 0)
                {
                    Tint.Mix(picture, i, color, opacity);
                }
            }

            Boundaries.Draw(picture, inside, color);
        }

        return picture;
    }
}
