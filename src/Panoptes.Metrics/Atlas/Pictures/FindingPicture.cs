using Panoptes.Imaging;
using Panoptes.Imaging.Codecs.Jpeg;
using Panoptes.Imaging.Masks;
using Panoptes.Metrics.Atlas.Counting;
using Panoptes.Metrics.Atlas.Frames;
using Panoptes.Metrics.Atlas.Maps;
using Panoptes.Metrics.Scoring;

namespace Panoptes.Metrics.Atlas.Pictures;

/// <summary>
/// Draws errors as layers over the photograph: the segments that an error is about are outlined in the colors of their classes, and all
/// else is faint; on a side on which there are none, all is tinted.
/// </summary>
internal static class FindingPicture
{
    private const int Quality = 82;
    private const int Width = 300;
    private const int Height = 220;
    private const byte Faint = 56;
    private const byte Weak = 150;
    private const byte Strong = 235;

    /// <summary>An error: the photograph where there is one, the truth and the prediction.</summary>
    /// <param name="frame">The image.</param>
    /// <param name="finding">The error.</param>
    /// <param name="photograph">The photograph; null for none.</param>
    /// <param name="classes">The classes.</param>
    public static ScorePicture Draw(AtlasFrame frame, AtlasFinding finding, RgbImage? photograph, IReadOnlyList<AtlasClass> classes)
    {
        var crop = CropFrame.Round(finding.Box, finding.Width, finding.Height, Width, Height);
        var (scene, error) = (frame.Scene, finding.Error);
        return new ScorePicture(finding.Image, "", (double)crop.Width / crop.Height,
        [
            .. photograph is null ? [] : new[]
            {
                new ScorePanel(
                    PanelKind.Photograph, "image", JpegFile.Encode(crop.Of(photograph, finding.Width, finding.Height), Quality)),
            },
            new ScorePanel(PanelKind.Truth, "truth", Side(
                crop, frame.Truth, classes, [.. error.Truths.Select(t => (frame.MaskOfTruth(t), scene.Truth[t].Class))])),
            new ScorePanel(PanelKind.Prediction, "prediction", Side(
                crop, frame.Prediction, classes,
                [.. error.Predictions.Select(p => (frame.MaskOfPrediction(p), scene.Prediction[p].Class))])),
        ]);
    }

    /// <summary>A whole image: the photograph where there is one, the truth, the prediction, and where the two differ.</summary>
    /// <param name="frame">The image.</param>
    /// <param name="photograph">The photograph; null for none.</param>
    /// <param name="classes">The classes.</param>
    /// <param name="outlines">Whether segments are set apart by white lines.</param>
    public static ScorePicture Draw(AtlasFrame frame, RgbImage? photograph, IReadOnlyList<AtlasClass> classes, bool outlines)
    {
        var canvas = new PanelCanvas(frame.Scene.Width, frame.Scene.Height);
        ScorePanel Map(PanelKind kind, string title, IndexMap map) =>
            canvas.Layer(kind, title, (x, y) => map.Ids[x, y], place => ColorOf(map, place, classes), outlines);
        return new ScorePicture(frame.Name, "", canvas.Aspect,
        [
            .. photograph is null ? [] : new[] { canvas.Photograph(photograph) },
            Map(PanelKind.Truth, "truth", frame.Truth),
            Map(PanelKind.Prediction, "prediction", frame.Prediction),
            canvas.Layer(
                PanelKind.Outcome, "wrong pixels", (x, y) => IsWrong(frame, x, y) ? 1 : 0,
                isWrong => isWrong == 1 ? PictureKey.Missed : null, outlines: false),
        ]);
    }

    private static byte[] Side(
        CropFrame crop, IndexMap map, IReadOnlyList<AtlasClass> classes, IReadOnlyList<(RunLengthMask Mask, int Class)> segments)
    {
        var layer = new CropLayer(crop);
        layer.Tint((x, y) => ColorOf(map, map.Ids[x, y], classes), segments.Count == 0 ? Strong : Faint);
        var part = crop.Part;
        var shown = segments.Select(one => (Inside: one.Mask.Decode(part.Left, part.Top, part.Width, part.Height), one.Class)).ToList();
        foreach (var (inside, known) in shown)
        {
            layer.Tint((x, y) => inside[x - part.Left, y - part.Top] != 0 ? classes[known].Color : null, Weak);
        }

        foreach (var (inside, known) in shown)
        {
            layer.Outline((x, y) => inside[x - part.Left, y - part.Top] != 0, classes[known].Color);
        }

        return layer.Encode();
    }

    private static Rgb? ColorOf(IndexMap map, int place, IReadOnlyList<AtlasClass> classes) =>
        place > 0 ? classes[map.Segments[place - 1].Class].Color : null;

    private static bool IsWrong(AtlasFrame frame, int x, int y)
    {
        var (t, p) = (frame.Truth.Ids[x, y], frame.Prediction.Ids[x, y]);
        return t == 0
            ? frame.HasBackground && p != 0
            : !frame.Truth.Segments[t - 1].IsCrowd
                && (p == 0 || frame.Truth.Segments[t - 1].Class != frame.Prediction.Segments[p - 1].Class);
    }
}
