using Panoptes.Imaging;
using Panoptes.Imaging.Codecs.Png;

namespace Panoptes.Metrics.Scoring;

/// <summary>Draws what became of an image's segments: the truth on the left, the prediction on the right.</summary>
internal static class SegmentPicture
{
    public static RgbImage Draw(string truthFile, string predictionFile, SegmentErrors errors, int sidePixels) => Panels.Beside(
        Side(PngFile.ReadIds24(truthFile), errors.Truth, sidePixels),
        Side(PngFile.ReadIds24(predictionFile), errors.Prediction, sidePixels));

    private static RgbImage Side(Plane<int> ids, IReadOnlyDictionary<int, Rgb> colors, int sidePixels) => Panels.Draw(
        ids.Width, ids.Height, Panels.Step(ids.Width, sidePixels), (x, y) => ids[x, y],
        id => colors.GetValueOrDefault(id, PictureKey.Void));
}
