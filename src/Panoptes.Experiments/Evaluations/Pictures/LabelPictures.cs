using Panoptes.Imaging;
using Panoptes.Imaging.Drawing;
using Panoptes.Imaging.Geometries;
using Panoptes.Imaging.Resampling;
using Panoptes.Training.Evaluation.Predictions;

namespace Panoptes.Experiments.Evaluations.Pictures;

/// <summary>Draws classes of pixels.</summary>
internal static class LabelPictures
{
    /// <summary>Truth and prediction in class colors, and the pixels at which they differ.</summary>
    public static DrawnKind Draw(PictureSubject subject, IBatchPrediction prediction)
    {
        var (image, voidId) = (subject.Image, (ushort)subject.Classes.VoidTrainId);
        IReadOnlyList<Rgb> palette = [.. subject.Classes.Palette];
        Plane<ushort> Fit(Plane<ushort> labels) => Resampler.Ids(
            labels, Geometry.Identity(labels.Width, labels.Height).Resize(image.Width, image.Height), voidId, IdRule.Majority);
        var (truth, predicted) = (Fit(subject.Sample.Labels!), Fit(prediction.Labels()[0]));
        var judged = new Plane<byte>(image.Width, image.Height);
        for (var i = 0; i < judged.Pixels.Length; i++)
        {
            var id = truth.Pixels[i];
            judged.Pixels[i] = id == voidId ? Judgement.None : id == predicted.Pixels[i] ? Judgement.Right : Judgement.Wrong;
        }

        return new DrawnKind(
            Overlay.Colors(truth, palette, voidId),
            Overlay.Colors(predicted, palette, voidId),
            DifferenceMap.Draw(image, truth, predicted, voidId),
            judged);
    }
}
