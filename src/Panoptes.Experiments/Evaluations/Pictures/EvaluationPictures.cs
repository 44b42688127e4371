using Panoptes.Data.Classes;
using Panoptes.Data.Samples;
using Panoptes.Experiments.Events;
using Panoptes.Experiments.Settings;
using Panoptes.Imaging.Codecs.Jpeg;
using Panoptes.Imaging.Codecs.Png;
using Panoptes.Imaging.Drawing;
using Panoptes.Tensors;
using Panoptes.Training.Evaluation;
using Panoptes.Training.Evaluation.Predictions;

namespace Panoptes.Experiments.Evaluations.Pictures;

/// <summary>Makes the pictures of the worst images: the image, truth and prediction in class colors, and where they differ.</summary>
/// <param name="dataset">The split measured.</param>
/// <param name="config">How many, how large, how well encoded.</param>
internal sealed class EvaluationPictures(IDataset dataset, ReportConfig config)
{
    /// <summary>Predicts the worst images again and writes their pictures.</summary>
    /// <param name="kinds">What was found, with the worst images of each kind.</param>
    /// <param name="predictor">The model measured.</param>
    /// <param name="folder">Where pictures go; emptied first.</param>
    /// <param name="progress">Told how many of how many are done.</param>
    /// <returns>By kind all its images; the first few with pictures, named relative to the folder above.</returns>
    public IReadOnlyList<IReadOnlyList<ImageRow>> Write(
        IReadOnlyList<KindResult> kinds, Predictor predictor, string folder, Action<int, int> progress)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        Directory.CreateDirectory(folder);
        using var prepared = predictor.Prepare();
        var all = kinds.Sum(kind => Math.Min(config.Images, kind.WorstImages.Count));
        var (tables, done) = (new List<IReadOnlyList<ImageRow>>(), 0);
        foreach (var kind in kinds)
        {
            var rows = new List<ImageRow>();
            foreach (var score in kind.WorstImages)
            {
                var row = new ImageRow { Index = score.Index, Name = score.Name, Metrics = [.. score.Metrics.Select(MetricRow.Of)] };
                if (rows.Count < config.Images && KindPicture.Of(kind.Kind) is { } picture)
                {
                    row = Draw(row, picture, predictor, Path.Combine(folder, $"{kind.Kind}-{rows.Count:000}"));
                    progress(++done, all);
                }

                rows.Add(row);
            }

            tables.Add(rows);
        }

        return tables;
    }

    private ImageRow Draw(ImageRow row, KindPicture picture, Predictor predictor, string stem)
    {
        using var scope = TensorScope.Open();
        var sample = dataset.Load(row.Index, (picture.Parts & dataset.Available) | SampleParts.Image);
        var image = DisplaySize.Fit(sample.Image, config.ImageWidth, int.MaxValue);
        var (width, height) = sample.TruthSize;
        var prediction = predictor.Score([sample.Image], width, height, [sample.ImageFile]);
        var (truth, predicted, difference) = picture.Draw(new PictureSubject(sample, image, dataset.Classes), prediction);
        JpegFile.Write($"{stem}.jpg", image, config.JpegQuality);
        PngFile.WriteRgb($"{stem}.truth.png", truth);
        PngFile.WriteRgb($"{stem}.prediction.png", predicted);
        JpegFile.Write($"{stem}.difference.jpg", difference, config.JpegQuality);
        string Named(string ending) => $"{Path.GetFileName(Path.GetDirectoryName(stem))}/{Path.GetFileName(stem)}{ending}";
        return row with
        {
            Aspect = (double)image.Width / image.Height,
            Image = Named(".jpg"),
            Truth = Named(".truth.png"),
            Prediction = Named(".prediction.png"),
            Difference = Named(".difference.jpg"),
        };
    }
}

/// <summary>What a picture is made of.</summary>
/// <param name="Sample">The sample.</param>
/// <param name="Image">Its image at the size of the pictures.</param>
/// <param name="Classes">The classes.</param>
internal sealed record PictureSubject(Sample Sample, Imaging.RgbImage Image, ClassTable Classes);
