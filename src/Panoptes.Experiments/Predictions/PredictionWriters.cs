using Panoptes.Foundation;
using Panoptes.Imaging;
using Panoptes.Imaging.Drawing;
using Panoptes.Imaging.Geometries;
using Panoptes.Imaging.Predictions;
using Panoptes.Imaging.Resampling;
using Panoptes.Models.Outputs;

namespace Panoptes.Experiments.Predictions;

/// <summary>Chooses the writer of a kind of prediction; each also draws an overlay an image.</summary>
public static class PredictionWriters
{
    private const double Opacity = 0.55;

    /// <summary>Writes what a task asks of a model.</summary>
    /// <param name="task">The task.</param>
    /// <param name="target">Where and how.</param>
    /// <param name="failed">
    /// Where not null, files are written on a thread of their own, and it is told there of an image whose files could not be.
    /// </param>
    /// <exception cref="InputException">The format cannot hold it, or an output would harm something.</exception>
    internal static IReadingWriter Of(
        SegmentationTask task, PredictionTarget target, Action<PredictedImage, InputException>? failed = null)
    {
        return task switch
        {
            SegmentationTask.Panoptic => Reading(Panoptic(target), image => image.Batch.Panoptic(image.Place)),
            SegmentationTask.Instance => Reading(Instance(target), image => image.Batch.Instances(image.Place)),
            _ => Reading(Semantic(target), image => image.Batch.Labels()[image.Place]),
        };

        ReadingWriter<T> Reading<T>(IPredictionWriter<T> files, Func<BatchImage, T> read) =>
            new(failed is null ? files : new BackgroundWriter<T>(files, failed), read);
    }

    /// <summary>Writes a class for every pixel: label PNGs.</summary>
    /// <param name="target">Where and how.</param>
    /// <exception cref="InputException">The format holds none, or an output would harm something.</exception>
    public static IPredictionWriter<Plane<ushort>> Semantic(PredictionTarget target)
    {
        ArgumentNullException.ThrowIfNull(target);
        if (target.Format == PredictionFormat.Coco)
        {
            throw new InputException(
                "--format coco", "a run that predicts a class for every pixel", "panoptic or instance predictions",
                "leave --format out: label PNGs are written");
        }

        Rgb[] palette = [.. target.Classes.Looks.Select(look => look.Color)];
        return new OverlayWriter<Plane<ushort>>(
            target, new LabelMapWriter(target),
            (image, labels) => Overlay.Labels(Sized(image, labels.Width, labels.Height), labels, palette, Opacity, ushort.MaxValue),
            ClassGrid.Of);
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
            target, files, (image, prediction) => PredictionOverlay.Draw(
                Sized(image, prediction.Ids.Width, prediction.Ids.Height), prediction, target.Classes.Looks, Opacity),
            ClassGrid.Of);
    }

    /// <summary>Writes objects.</summary>
    /// <param name="target">Where and how.</param>
    /// <exception cref="InputException">A class is none of the format's, or an output would harm something.</exception>
    public static IPredictionWriter<InstancePrediction> Instance(PredictionTarget target)
    {
        ArgumentNullException.ThrowIfNull(target);
        IPredictionWriter<InstancePrediction> files =
            target.PrefersCityscapes ? new CityscapesInstanceWriter(target) : new CocoInstanceWriter(target);
        return new OverlayWriter<InstancePrediction>(
            target, files, (image, prediction) => PredictionOverlay.Draw(
                Sized(image, prediction.Width, prediction.Height), prediction, target.Classes.Looks, target.DrawnScore, Opacity),
            prediction => ClassGrid.Of(prediction, target.DrawnScore));
    }

    // Of a split whose labels are of another size than its images, predictions are of the labels', as they are compared with them.
    private static RgbImage Sized(RgbImage image, int width, int height) => (image.Width, image.Height) == (width, height)
        ? image
        : Resampler.Color(image, Geometry.Identity(image.Width, image.Height).Resize(width, height));
}
