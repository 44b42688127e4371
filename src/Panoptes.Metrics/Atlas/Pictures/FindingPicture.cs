using Panoptes.Imaging;
using Panoptes.Imaging.Codecs.Jpeg;
using Panoptes.Imaging.Masks;
using Panoptes.Metrics.Atlas.Counting;
using Panoptes.Metrics.Atlas.Frames;
using Panoptes.Metrics.Atlas.Maps;
using Panoptes.Metrics.Scoring;

namespace Panoptes.Metrics.Atlas.Pictures;

/// <summary>
/// Draws errors. On the left the truth, on the right the prediction: the segments that an error is about are outlined and tinted in the
/// colors of their classes; a side on which there are none is tinted by all that it says there.
/// </summary>
internal static class FindingPicture
{
    /// <summary>What stands beside what for an error.</summary>
    public const string Panels = "truth, prediction";

    /// <summary>What stands beside what for a whole image.</summary>
    public const string ImagePanels = "truth, prediction, wrong pixels";

    private const int Quality = 82;
    private const int Width = 300;
    private const int Height = 220;
    private const int ImageWidth = 360;
    private const double Weak = 0.3;
    private const double Strong = 0.55;

    /// <summary>An error as a JPEG.</summary>
    /// <param name="frame">The image.</param>
    /// <param name="finding">The error.</param>
    /// <param name="photograph">The photograph; null for none.</param>
    /// <param name="classes">The classes.</param>
    public static byte[] Draw(AtlasFrame frame, AtlasFinding finding, RgbImage? photograph, IReadOnlyList<AtlasClass> classes)
    {
        var crop = CropFrame.Round(finding.Box, finding.Width, finding.Height, Width, Height);
        var left = CropCanvas.Of(photograph, finding.Width, finding.Height, crop);
        var right = left.Copy();
        var (scene, error) = (frame.Scene, finding.Error);
        Side(left, crop, frame.Truth, classes, [.. error.Truths.Select(t => (frame.MaskOfTruth(t), scene.Truth[t].Class))]);
        Side(
            right, crop, frame.Prediction, classes,
            [.. error.Predictions.Select(p => (frame.MaskOfPrediction(p), scene.Prediction[p].Class))]);
        return JpegFile.Encode(SideBySide.Join(left.Image, right.Image), Quality);
    }

    /// <summary>A whole image as a JPEG.</summary>
    public static byte[] Draw(AtlasFrame frame, RgbImage? photograph, IReadOnlyList<AtlasClass> classes)
    {
        var (width, height) = (frame.Scene.Width, frame.Scene.Height);
        var left = CropCanvas.Of(photograph, width, height, CropFrame.Whole(width, height, ImageWidth, ImageWidth));
        var (right, wrong) = (left.Copy(), left.Copy());
        left.Tint(ColorsOf(frame.Truth, classes), Strong);
        right.Tint(ColorsOf(frame.Prediction, classes), Strong);
        wrong.Tint((x, y) => IsWrong(frame, x, y) ? PictureKey.Missed : null, Strong);
        return JpegFile.Encode(SideBySide.Join(left.Image, right.Image, wrong.Image), Quality);
    }

    private static void Side(
        CropCanvas canvas, CropFrame crop, IndexMap map, IReadOnlyList<AtlasClass> classes,
        IReadOnlyList<(RunLengthMask Mask, int Class)> segments)
    {
        if (segments.Count == 0)
        {
            canvas.Tint(ColorsOf(map, classes), Strong);
            return;
        }

        var part = crop.Part;
        var shown = segments.Select(one => (Inside: one.Mask.Decode(part.Left, part.Top, part.Width, part.Height), one.Class)).ToList();
        foreach (var (inside, known) in shown)
        {
            canvas.Tint((x, y) => inside[x - part.Left, y - part.Top] != 0 ? classes[known].Color : null, Weak);
        }

        foreach (var (inside, known) in shown)
        {
            canvas.Outline((x, y) => inside[x - part.Left, y - part.Top] != 0, classes[known].Color);
        }
    }

    private static Func<int, int, Rgb?> ColorsOf(IndexMap map, IReadOnlyList<AtlasClass> classes) =>
        (x, y) => map.Ids[x, y] is > 0 and var id ? classes[map.Segments[id - 1].Class].Color : null;

    private static bool IsWrong(AtlasFrame frame, int x, int y)
    {
        var (t, p) = (frame.Truth.Ids[x, y], frame.Prediction.Ids[x, y]);
        return t == 0
            ? frame.HasBackground && p != 0
            : !frame.Truth.Segments[t - 1].IsCrowd
                && (p == 0 || frame.Truth.Segments[t - 1].Class != frame.Prediction.Segments[p - 1].Class);
    }
}
