using Panoptes.Formats.Labels;
using Panoptes.Imaging;

namespace Panoptes.Metrics.Scoring;

/// <summary>Draws a label map and its prediction in the classes' colors, and where they differ.</summary>
internal static class LabelPicture
{
    /// <summary>What stands beside what.</summary>
    public const string Beside = "truth, prediction, difference";

    private const int SidePixels = 420;

    /// <summary>Draws.</summary>
    /// <param name="truthFile">The ground truth's PNG.</param>
    /// <param name="predictionFile">The prediction's.</param>
    /// <param name="classOfTruth">The class of a value of the ground truth; negative for void.</param>
    /// <param name="classOfPrediction">The class of a value of the prediction.</param>
    /// <param name="colors">Colors of the classes; others are void.</param>
    public static RgbImage Draw(
        string truthFile, string predictionFile, Func<int, int> classOfTruth, Func<int, int> classOfPrediction, IReadOnlyList<Rgb> colors)
    {
        var (truth, prediction) = (LabelFile.Read(truthFile), LabelFile.Read(predictionFile));
        var step = Panels.Step(truth.Width, SidePixels);
        int Truth(int x, int y) => classOfTruth(truth[x, y]);
        int Prediction(int x, int y) => classOfPrediction(prediction[x, y]);
        Rgb ColorOf(int c) => c >= 0 && c < colors.Count ? colors[c] : PictureKey.Void;
        return Panels.Beside(
            Panels.Draw(truth.Width, truth.Height, step, Truth, ColorOf, outlines: false),
            Panels.Draw(truth.Width, truth.Height, step, Prediction, ColorOf, outlines: false),
            Panels.Draw(
                truth.Width, truth.Height, step, (x, y) => Truth(x, y) < 0 ? 2 : Truth(x, y) == Prediction(x, y) ? 0 : 1,
                state => PictureKey.Labels[state].Color, outlines: false));
    }
}
