using Panoptes.Data.Samples;
using Panoptes.Experiments.Runs;
using Panoptes.Imaging;
using Panoptes.Imaging.Codecs.Jpeg;
using Panoptes.Imaging.Codecs.Png;
using Panoptes.Imaging.Drawing;
using Panoptes.Imaging.Geometries;
using Panoptes.Imaging.Resampling;
using Panoptes.Training.Evaluation;

namespace Panoptes.Experiments.Evaluations;

/// <summary>Makes the pictures of the worst images: the image, truth and prediction in class colors, and where they differ.</summary>
/// <param name="dataset">The split measured.</param>
/// <param name="config">How many, how large, how well encoded.</param>
internal sealed class EvaluationPictures(IDataset dataset, ReportConfig config)
{
    private readonly IReadOnlyList<Rgb> palette = [.. dataset.Classes.Palette];

    /// <summary>Predicts the worst images again and writes their pictures.</summary>
    /// <param name="worst">The images, worst first.</param>
    /// <param name="predictor">The model measured.</param>
    /// <param name="folder">Where pictures go; emptied first.</param>
    /// <param name="progress">Told how many of how many are done.</param>
    /// <returns>All the images; the first few with pictures, named relative to the folder above.</returns>
    public IReadOnlyList<ImageRow> Write(IReadOnlyList<ImageScore> worst, Predictor predictor, string folder, Action<int, int> progress)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        Directory.CreateDirectory(folder);
        using var prepared = predictor.Prepare();
        var rows = new List<ImageRow>();
        foreach (var score in worst)
        {
            var row = new ImageRow { Index = score.Index, Name = score.Name, MeanIou = Present(score.MeanIoU), PixelAccuracy = Present(score.PixelAccuracy) };
            rows.Add(rows.Count < config.Images ? Draw(row, predictor, folder, rows.Count) : row);
            if (rows.Count <= config.Images)
            {
                progress(rows.Count, Math.Min(config.Images, worst.Count));
            }
        }

        return rows;
    }

    private ImageRow Draw(ImageRow row, Predictor predictor, string folder, int rank)
    {
        var sample = dataset.Load(row.Index, SampleParts.Semantic);
        var image = DisplaySize.Fit(sample.Image, config.ImageWidth, int.MaxValue);
        var voidId = (ushort)dataset.Classes.VoidTrainId;
        Plane<ushort> Fit(Plane<ushort> labels) =>
            Resampler.Ids(labels, Geometry.Identity(labels.Width, labels.Height).Resize(image.Width, image.Height), voidId, IdRule.Majority);
        var (truth, prediction) = (Fit(sample.Labels!), Fit(predictor.Predict(sample.Image, sample.ImageFile)));
        var stem = Path.Combine(folder, $"{rank:000}");
        JpegFile.Write($"{stem}.jpg", image, config.JpegQuality);
        PngFile.WriteRgb($"{stem}.truth.png", Overlay.Colors(truth, palette, voidId));
        PngFile.WriteRgb($"{stem}.prediction.png", Overlay.Colors(prediction, palette, voidId));
        JpegFile.Write($"{stem}.difference.jpg", DifferenceMap.Draw(image, truth, prediction, voidId), config.JpegQuality);
        string Named(string ending) => $"{Path.GetFileName(folder)}/{rank:000}{ending}";
        return row with
        {
            Aspect = (double)image.Width / image.Height,
            Image = Named(".jpg"),
            Truth = Named(".truth.png"),
            Prediction = Named(".prediction.png"),
            Difference = Named(".difference.jpg"),
        };
    }

    private static double? Present(double value) => double.IsFinite(value) ? value : null;
}
