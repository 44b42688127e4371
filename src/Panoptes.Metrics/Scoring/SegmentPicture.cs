using Panoptes.Imaging;
using Panoptes.Imaging.Codecs.Png;
using Panoptes.Metrics.Panoptic;
using Panoptes.Metrics.Photographs;

namespace Panoptes.Metrics.Scoring;

/// <summary>Draws an image's segments in class colors, and what became of them.</summary>
internal static class SegmentPicture
{
    /// <summary>Draws.</summary>
    /// <param name="name">The image.</param>
    /// <param name="note">What is to be known of it.</param>
    /// <param name="files">Its maps of ids.</param>
    /// <param name="table">Its segments.</param>
    /// <param name="errors">What became of them.</param>
    /// <param name="colors">Colors of the classes.</param>
    /// <param name="photographs">The photographs; null for none.</param>
    public static ScorePicture Draw(
        string name, string note, (string Truth, string Prediction) files, PanopticTable table, SegmentErrors errors,
        IReadOnlyList<Rgb> colors, IPhotographs? photographs)
    {
        var (truth, prediction) = (PngFile.ReadIds24(files.Truth), PngFile.ReadIds24(files.Prediction));
        var canvas = new PanelCanvas(truth.Width, truth.Height);
        Dictionary<int, Rgb> Classes(IEnumerable<PanopticSegment> segments) =>
            segments.GroupBy(segment => segment.Id).ToDictionary(same => same.Key, same => colors[same.First().Category]);
        ScorePanel Layer(PanelKind kind, string title, Plane<int> ids, IReadOnlyDictionary<int, Rgb> of) =>
            canvas.Layer(kind, title, (x, y) => ids[x, y], id => of.TryGetValue(id, out var color) ? color : null, outlines: true);
        return new ScorePicture(name, note, canvas.Aspect,
        [
            .. canvas.Photograph(photographs, name),
            Layer(PanelKind.Truth, "truth", truth, Classes(table.Truth)),
            Layer(PanelKind.Prediction, "prediction", prediction, Classes(table.Prediction)),
            Layer(PanelKind.Outcome, "found and missed", truth, errors.Truth),
            Layer(PanelKind.Outcome, "right and wrong", prediction, errors.Prediction),
        ]);
    }
}
