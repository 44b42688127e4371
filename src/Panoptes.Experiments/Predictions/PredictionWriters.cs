using Panoptes.Foundation;
using Panoptes.Imaging;
using Panoptes.Imaging.Drawing;
using Panoptes.Imaging.Predictions;

namespace Panoptes.Experiments.Predictions;

/// <summary>Chooses the writer of a kind of prediction; each also draws an overlay an image.</summary>
public static class PredictionWriters
{
    private const double Opacity = 0.55;

    /// <summary>Writes a class for every pixel: label PNGs.</summary>
    /// <param name="target">Where and how.</param>
    /// <exception cref="InputException">The format holds none, or an output would harm something.</exception>
    public static IPredictionWriter<Plane<ushort>> Semantic(PredictionTarget target)
    {
        ArgumentNullException.ThrowIfNull(target);
        if (target.Format == PredictionFormat.Coco)
        {
            throw new InputException(
                "--format coco", "a run that predicts a class for every pixel", "panoptic or instance predictions", "leave --format out: label PNGs are written");
        }

        Rgb[] palette = [.. target.Classes.Looks.Select(look => look.Color)];
        return new OverlayWriter<Plane<ushort>>(
            target, new LabelMapWriter(target), (image, labels) => Overlay.Labels(image, labels, palette, Opacity, ushort.MaxValue));
    }

    /// <summary>Writes segments.</summary>
    /// <param name="target">Where and how.</param>
    /// <exception cref="InputException">A class is none of the format's, or an output would harm something.</exception>
    public static IPredictionWriter<PanopticPrediction> Panoptic(PredictionTarget target)
    {
        ArgumentNullException.ThrowIfNull(target);
        IPredictionWriter<PanopticPrediction> files = target.Format == PredictionFormat.Cityscapes
            ? new CityscapesPanopticWriter(target)
            : new CocoPanopticWriter(target);
        return new OverlayWriter<PanopticPrediction>(
            target, files, (image, prediction) => PredictionOverlay.Draw(image, prediction, target.Classes.Looks, Opacity));
    }

    /// <summary>Writes objects.</summary>
    /// <param name="target">Where and how.</param>
    /// <exception cref="InputException">A class is none of the format's, or an output would harm something.</exception>
    public static IPredictionWriter<InstancePrediction> Instance(PredictionTarget target)
    {
        ArgumentNullException.ThrowIfNull(target);
        IPredictionWriter<InstancePrediction> files = target.PrefersCityscapes ? new CityscapesInstanceWriter(target) : new CocoInstanceWriter(target);
        return new OverlayWriter<InstancePrediction>(
            target, files, (image, prediction) => PredictionOverlay.Draw(image, prediction, target.Classes.Looks, target.DrawnScore, Opacity));
    }
}
