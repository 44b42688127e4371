using Panoptes.Imaging;
using Panoptes.Imaging.Codecs.Png;
using Panoptes.Metrics.Panoptic;

namespace Panoptes.Metrics.Scoring;

/// <summary>Draws what became of an image's segments: the truth on the left, the prediction on the right.</summary>
internal static class SegmentPicture
{
    public static RgbImage Draw(
        string truthFile, string predictionFile, PanopticTable table, PanopticMatches matches, IReadOnlySet<int> confused, int sidePixels)
    {
        var (truthColors, predictionColors) = (new Dictionary<int, Rgb>(), new Dictionary<int, Rgb>());
        for (var i = 0; i < table.Truth.Length; i++)
        {
            truthColors[table.Truth[i].Id] = PictureKey.Forgiven;
        }

        for (var i = 0; i < table.Prediction.Length; i++)
        {
            predictionColors[table.Prediction[i].Id] = PictureKey.Forgiven;
        }

        foreach (var match in matches.Matches)
        {
            truthColors[table.Truth[match.Truth].Id] = PictureKey.Matched;
            predictionColors[table.Prediction[match.Prediction].Id] = PictureKey.Matched;
        }

        foreach (var missed in matches.Missed)
        {
            truthColors[table.Truth[missed].Id] = PictureKey.Missed;
        }

        foreach (var wrong in matches.Wrong)
        {
            predictionColors[table.Prediction[wrong].Id] = PictureKey.Wrong;
        }

        foreach (var many in confused)
        {
            predictionColors[table.Prediction[many].Id] = PictureKey.Confused;
        }

        var (truth, prediction) = (PngFile.ReadIds24(truthFile), PngFile.ReadIds24(predictionFile));
        return Panels.Beside(Side(truth, truthColors, sidePixels), Side(prediction, predictionColors, sidePixels));
    }

    private static RgbImage Side(Plane<int> ids, Dictionary<int, Rgb> colors, int sidePixels) =>
        Panels.Draw(ids.Width, ids.Height, Panels.Step(ids.Width, sidePixels), (x, y) => ids[x, y], id => colors.GetValueOrDefault(id, PictureKey.Void));
}
