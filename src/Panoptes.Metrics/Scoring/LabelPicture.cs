using Panoptes.Formats.Labels;
using Panoptes.Imaging;
using Panoptes.Metrics.Photographs;

namespace Panoptes.Metrics.Scoring;

/// <summary>Draws a label map and its prediction in the classes' colors, and where they differ.</summary>
internal static class LabelPicture
{
    private const int Void = 0;
    private const int Right = 1;
    private const int Wrong = 2;

    /// <summary>Draws.</summary>
    /// <param name="pair">The ground truth's PNG and the prediction's.</param>
    /// <param name="right">The share of right pixels.</param>
    /// <param name="classOfTruth">The class of a value of the ground truth; negative for void.</param>
    /// <param name="classOfPrediction">The class of a value of the prediction.</param>
    /// <param name="colors">Colors of the classes; others are void.</param>
    /// <param name="photographs">The photographs; null for none.</param>
    public static ScorePicture Draw(
        FilePair pair, double right, Func<int, int> classOfTruth, Func<int, int> classOfPrediction, IReadOnlyList<Rgb> colors,
        IPhotographs? photographs)
    {
        var (truth, prediction) = (LabelFile.Read(pair.Truth), LabelFile.Read(pair.Prediction));
        var canvas = new PanelCanvas(truth.Width, truth.Height);
        var photograph = canvas.Photograph(photographs, pair.Name).ToArray();
        int Truth(int x, int y) => classOfTruth(truth[x, y]);
        int Prediction(int x, int y) => classOfPrediction(prediction[x, y]);
        Rgb? ColorOf(int known) => known >= 0 && known < colors.Count ? colors[known] : null;
        return new ScorePicture(pair.Name, $"{ScoreText.Cell(right)} % right", canvas.Aspect,
        [
            .. photograph,
            canvas.Layer(PanelKind.Truth, "truth", Truth, ColorOf, outlines: false),
            canvas.Layer(PanelKind.Prediction, "prediction", Prediction, ColorOf, outlines: false),
            canvas.Layer(
                PanelKind.Outcome, "wrong pixels",
                (x, y) => Truth(x, y) < 0 ? Void : Truth(x, y) == Prediction(x, y) ? Right : Wrong,
                state => state == Wrong ? PictureKey.Missed : state == Right && photograph.Length == 0 ? PictureKey.Forgiven : null,
                outlines: false),
        ]);
    }
}
