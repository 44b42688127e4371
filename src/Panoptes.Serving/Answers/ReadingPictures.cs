using Panoptes.Imaging;
using Panoptes.Imaging.Codecs.Png;
using Panoptes.Imaging.Drawing;
using Panoptes.Imaging.Predictions;
using Panoptes.Serving.Models;

namespace Panoptes.Serving.Answers;

/// <summary>A reading as PNG.</summary>
internal sealed class ReadingPictures
{
    // As panoptes predict draws them.
    private const double Opacity = 0.55;
    private readonly DrawnClass[] looks;
    private readonly Rgb[] colors;
    private readonly LabelPng labels;

    /// <summary>Takes the classes of a model.</summary>
    public ReadingPictures(ServedModelInfo model)
    {
        looks = [.. model.Classes.Select(entry => new DrawnClass(entry.Name, ColorOf(entry.Color)))];
        colors = [.. looks.Select(look => look.Color)];
        labels = new LabelPng([.. model.Classes.Select((entry, i) => (entry.RawId, colors[i]))]);
    }

    /// <summary>The ids of pixels: the data set's, of segments (red + 256 green + 65536 blue), or of objects, the surest on top.</summary>
    public byte[] Labels(ImageReading reading) => reading switch
    {
        ImageReading.Labels(var classes) => labels.Encode(classes),
        ImageReading.Segments(var prediction) => PngFile.EncodeIds24(prediction.Ids),
        ImageReading.Objects(var prediction) => PngFile.EncodeGray(Numbers(prediction)),
        _ => throw new ArgumentException($"a reading of the kind {reading.GetType().Name}", nameof(reading)),
    };

    /// <summary>The classes' colors over an image.</summary>
    /// <param name="reading">The reading.</param>
    /// <param name="image">The image; null for colors alone, on black.</param>
    public byte[] Colors(ImageReading reading, RgbImage? image)
    {
        var alpha = image is null ? 1 : Opacity;
        return PngFile.EncodeRgb(reading switch
        {
            ImageReading.Labels(var classes) => Overlay.Labels(
                image ?? new RgbImage(classes.Width, classes.Height), classes, colors, alpha, ushort.MaxValue),
            ImageReading.Segments(var prediction) => PredictionOverlay.Draw(
                image ?? new RgbImage(prediction.Ids.Width, prediction.Ids.Height), prediction, looks, alpha),
            ImageReading.Objects(var prediction) => PredictionOverlay.Draw(
                image ?? new RgbImage(prediction.Width, prediction.Height), prediction, looks, alpha: alpha),
            _ => throw new ArgumentException($"a reading of the kind {reading.GetType().Name}", nameof(reading)),
        });
    }

    private static Plane<ushort> Numbers(InstancePrediction prediction)
    {
        var numbers = new Plane<ushort>(prediction.Width, prediction.Height);
        for (var i = prediction.Instances.Count - 1; i >= 0; i--)
        {
            prediction.Instances[i].Mask.Paint(numbers, (ushort)(i + 1));
        }

        return numbers;
    }

    private static Rgb ColorOf(string hex)
    {
        var parts = Convert.FromHexString(hex.AsSpan(1));
        return new Rgb(parts[0], parts[1], parts[2]);
    }
}
