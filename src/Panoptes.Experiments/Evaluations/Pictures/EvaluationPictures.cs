using Panoptes.Data.Classes;
using Panoptes.Data.Samples;
using Panoptes.Experiments.Events;
using Panoptes.Experiments.Settings;
using Panoptes.Foundation;
using Panoptes.Imaging;
using Panoptes.Imaging.Codecs.Jpeg;
using Panoptes.Imaging.Codecs.Png;
using Panoptes.Imaging.Drawing;
using Panoptes.Metrics.Panoptic;
using Panoptes.Tensors;
using Panoptes.Training.Evaluation;
using Panoptes.Training.Evaluation.Kinds;
using Panoptes.Training.Evaluation.Predictions;

namespace Panoptes.Experiments.Evaluations.Pictures;

/// <summary>
/// Makes the pictures of the worst images (the image, truth and prediction in class colors, and where they differ), and of those that
/// confuse most (the image, what is mixed, and the predictions that mix it).
/// </summary>
/// <param name="dataset">The split measured.</param>
/// <param name="config">How many, how large, how well encoded.</param>
internal sealed class EvaluationPictures(IDataset dataset, ReportConfig config)
{
    /// <summary>Predicts these images again and writes their pictures.</summary>
    /// <param name="kinds">What was found, with the images of each kind.</param>
    /// <param name="predictor">The model measured.</param>
    /// <param name="folder">Where pictures go; emptied first.</param>
    /// <param name="progress">Told how many of how many are done.</param>
    /// <returns>By kind its images; the first few with pictures, named relative to the folder above.</returns>
    public IReadOnlyList<KindImages> Write(
        IReadOnlyList<KindResult> kinds, Predictor predictor, string folder, Action<int, int> progress)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        Directory.CreateDirectory(folder);
        using var prepared = predictor.Prepare();
        var (all, done) = (kinds.Sum(kind => Shown(kind.WorstImages) + Shown(ConfusedOf(kind))), 0);
        var images = new List<KindImages>();
        foreach (var kind in kinds)
        {
            var stem = Path.Combine(folder, kind.Kind);
            var (worst, confused) = (new List<ImageRow>(), new List<ConfusedRow>());
            foreach (var score in kind.WorstImages)
            {
                var row = new ImageRow { Index = score.Index, Name = score.Name, Metrics = [.. score.Metrics.Select(MetricRow.Of)] };
                if (worst.Count < config.Images && KindPicture.Of(kind.Kind) is { } picture)
                {
                    row = Draw(row, picture, kind.Detail as ClusterDetail, predictor, $"{stem}-{worst.Count:000}");
                    progress(++done, all);
                }

                worst.Add(row);
            }

            foreach (var image in ConfusedOf(kind))
            {
                var row = new ConfusedRow
                {
                    Index = image.Index,
                    Name = image.ImageId,
                    Pixels = image.Pixels,
                    Segments = ConfusedSegmentRow.Of(image.Segments, dataset.Classes),
                };
                if (confused.Count < config.Images)
                {
                    row = Draw(row, kind.Kind, predictor, $"{stem}-confused-{confused.Count:000}");
                    progress(++done, all);
                }

                confused.Add(row);
            }

            images.Add(new KindImages(worst, confused));
        }

        return images;
    }

    private static IReadOnlyList<ConfusedImage> ConfusedOf(KindResult kind) => kind.Detail.Things?.Confused ?? [];

    private static string Named(string stem, string ending) =>
        $"{Path.GetFileName(Path.GetDirectoryName(stem))}/{Path.GetFileName(stem)}{ending}";

    private int Shown<T>(IReadOnlyList<T> images) => Math.Min(config.Images, images.Count);

    private ConfusedRow Draw(ConfusedRow row, string kind, Predictor predictor, string stem)
    {
        using var scope = TensorScope.Open();
        var (subject, prediction) = Predict(row.Index, ConfusedView.Parts(kind), predictor);
        var view = ConfusedView.Of(kind, subject.Sample, prediction, dataset.Classes);
        var colors = ConfusedSegmentRow.ColorsOf(view.Confused);
        JpegFile.Write($"{stem}.jpg", subject.Image, config.JpegQuality);
        AtomicFile.Write($"{stem}.truth.png", ConfusedPictures.Truth(subject.Image, view, colors));
        AtomicFile.Write($"{stem}.prediction.png", ConfusedPictures.Prediction(subject.Image, view, colors));
        return row with
        {
            Aspect = (double)subject.Image.Width / subject.Image.Height,
            Image = Named(stem, ".jpg"),
            Truth = Named(stem, ".truth.png"),
            Prediction = Named(stem, ".prediction.png"),
        };
    }

    private (PictureSubject Subject, IBatchPrediction Prediction) Predict(int index, SampleParts parts, Predictor predictor)
    {
        var sample = dataset.Load(index, (parts & dataset.Available) | SampleParts.Image);
        var image = DisplaySize.Fit(sample.Image, config.ImageWidth, int.MaxValue);
        var (width, height) = sample.TruthSize;
        return (new PictureSubject(sample, image, dataset.Classes), predictor.Score([sample.Image], width, height, [sample.ImageFile]));
    }

    private ImageRow Draw(ImageRow row, KindPicture picture, ClusterDetail? clusters, Predictor predictor, string stem)
    {
        using var scope = TensorScope.Open();
        var (subject, prediction) = Predict(row.Index, picture.Parts, predictor);
        var drawn = picture.Draw(subject, clusters is null ? prediction : new NamedClusters(prediction, clusters));
        JpegFile.Write($"{stem}.jpg", subject.Image, config.JpegQuality);
        byte[] Encoded(RgbImage picture) => drawn.BlackIsNone ? ColorLayer.Of(picture).Encode() : PngFile.EncodeRgb(picture);
        AtomicFile.Write($"{stem}.truth.png", Encoded(drawn.Truth));
        AtomicFile.Write($"{stem}.prediction.png", Encoded(drawn.Prediction));
        JpegFile.Write($"{stem}.difference.jpg", drawn.Difference, config.JpegQuality);
        Judgement.Write($"{stem}.judged.png", drawn.Judged);
        return row with
        {
            Aspect = (double)subject.Image.Width / subject.Image.Height,
            Image = Named(stem, ".jpg"),
            Truth = Named(stem, ".truth.png"),
            Prediction = Named(stem, ".prediction.png"),
            Difference = Named(stem, ".difference.jpg"),
            Judged = Named(stem, ".judged.png"),
        };
    }
}

/// <summary>What a picture is made of.</summary>
/// <param name="Sample">The sample.</param>
/// <param name="Image">Its image at the size of the pictures.</param>
/// <param name="Classes">The classes.</param>
internal sealed record PictureSubject(Sample Sample, RgbImage Image, ClassTable Classes);
