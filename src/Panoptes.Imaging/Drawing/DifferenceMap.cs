using System.Numerics;

namespace Panoptes.Imaging.Drawing;

/// <summary>Where a prediction is right and wrong.</summary>
public static class DifferenceMap
{
    /// <summary>Color of wrong pixels.</summary>
    public static Rgb Wrong => new(230, 30, 30);

    /// <summary>
    /// Draws a prediction against the truth: right pixels show the image in dim gray, wrong ones are red, void is hatched.
    /// </summary>
    /// <typeparam name="TTruth">Type of an id of the truth.</typeparam>
    /// <typeparam name="TPrediction">Type of an id of the prediction.</typeparam>
    /// <param name="image">The image; not changed.</param>
    /// <param name="truth">True ids, the image's size.</param>
    /// <param name="prediction">Predicted ids, the image's size.</param>
    /// <param name="voidId">The true id of pixels that do not count.</param>
    /// <exception cref="ArgumentException">The sizes differ.</exception>
    public static RgbImage Draw<TTruth, TPrediction>(
        RgbImage image, Plane<TTruth> truth, Plane<TPrediction> prediction, int voidId = Overlay.DefaultVoid)
        where TTruth : unmanaged, IBinaryInteger<TTruth>
        where TPrediction : unmanaged, IBinaryInteger<TPrediction>
    {
        Overlay.Check(image, truth);
        Overlay.Check(image, prediction);
        var output = new RgbImage(image.Width, image.Height);
        for (var y = 0; y < image.Height; y++)
        {
            var source = image.Row(y);
            var target = output.Row(y);
            var trueIds = truth.Row(y);
            var predictedIds = prediction.Row(y);
            for (var x = 0; x < image.Width; x++)
            {
                var from = source.Slice(3 * x, 3);
                var to = target.Slice(3 * x, 3);
                var gray = (byte)(((from[0] * 77) + (from[1] * 150) + (from[2] * 29)) >> 9);
                Span<byte> dim = [gray, gray, gray];
                var id = long.CreateSaturating(trueIds[x]);
                var isWrong = id != voidId && id != long.CreateSaturating(predictedIds[x]);
                var weight = isWrong ? 200 : id == voidId && Overlay.IsHatch(x, y) ? 160 : 0;
                Overlay.Mix(dim, isWrong ? Wrong : new Rgb(128, 128, 128), weight, to);
            }
        }

        return output;
    }
}
