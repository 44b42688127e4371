using Panoptes.Formats.Cityscapes;
using Panoptes.Formats.Labels;
using Panoptes.Imaging;
using Panoptes.Imaging.Codecs.Png;
using Panoptes.Metrics.Cityscapes;
using Panoptes.Metrics.Photographs;
using Panoptes.Metrics.Pixels;

namespace Panoptes.Metrics.Scoring;

/// <summary>Draws the worst frames of Cityscapes' two evaluations.</summary>
internal static class CityscapesPictures
{
    private const int Pictures = 12;
    private const double Quarter = 0.25;

    /// <summary>Pixel level: the frames with the smallest share of right pixels.</summary>
    /// <param name="frames">The frames.</param>
    /// <param name="report">Their counts.</param>
    /// <param name="labelOf">The label id of a value in a prediction.</param>
    /// <param name="photographs">The photographs; null for none.</param>
    public static IReadOnlyList<ScorePicture> Pixels(
        IReadOnlyList<CityscapesFrame> frames, CityscapesPixelReport report, Func<int, int> labelOf, IPhotographs? photographs)
    {
        var colors = CityscapesLabel.All.Select(label => label.Color).ToArray();
        return
        [
            .. report.FrameCounts.Pairs.Select((pairs, i) => (Index: i, Right: RightShare(pairs))).OrderBy(x => x.Right)
                .ThenBy(x => x.Index).Take(Pictures).Select(x => LabelPicture.Draw(
                    new FilePair(frames[x.Index].Name, frames[x.Index].LabelIds!, report.Frames[x.Index].File), x.Right,
                    id => CityscapesLabel.All[id].IsIgnored ? -1 : id, labelOf, colors, photographs)),
        ];
    }

    /// <summary>Instance level at overlap 0.5.</summary>
    /// <param name="report">What was found.</param>
    /// <param name="photographs">The photographs; null for none.</param>
    public static IReadOnlyList<ScorePicture> Instances(CityscapesInstanceReport report, IPhotographs? photographs)
    {
        var thresholds = CityscapesLabel.InstanceClasses.ToDictionary(label => label.Id, label => ScoreThreshold.Of(
            report.Frames.SelectMany(frame => frame.Predictions.Where(p => p.Label == label.Id && !IsForgiven(frame, p))
                .Select(p => (p.Score, Match(frame, p) >= 0))),
            report.Frames.Sum(frame => frame.Truths.LongCount(t => t.Label == label.Id && Counts(t)))));
        return
        [
            .. report.Frames.Select(frame => Judge(frame, thresholds)).Where(f => f.Missed.Count + f.Wrong.Count > 0)
                .OrderBy(f => f.Quality).ThenByDescending(f => f.Missed.Count + f.Wrong.Count)
                .ThenBy(f => f.Frame.Frame, StringComparer.Ordinal).Take(Pictures).Select(judged => Draw(judged, photographs)),
        ];
    }

    private static double RightShare(SegmentPair[] pairs)
    {
        var (right, all) = (0L, 0L);
        foreach (var pair in pairs)
        {
            var label = pair.Truth & 0xFF;
            if (!CityscapesLabel.All[label].IsIgnored)
            {
                all += pair.Pixels;
                right += pair.Prediction == label ? pair.Pixels : 0;
            }
        }

        return all == 0 ? 1 : (double)right / all;
    }

    private static bool Counts(CityscapesTruth truth) => !truth.IsGroup && truth.Pixels >= CityscapesAveragePrecision.MinimumPixels;

    // The truth that a prediction finds, or -1.
    private static int Match(CityscapesFrameMatches frame, CityscapesPrediction prediction)
    {
        foreach (var (t, shared) in prediction.Overlaps)
        {
            if (Counts(frame.Truths[t]) && 2 * shared > frame.Truths[t].Pixels + prediction.Pixels - shared)
            {
                return t;
            }
        }

        return -1;
    }

    private static bool IsForgiven(CityscapesFrameMatches frame, CityscapesPrediction prediction) => Match(frame, prediction) < 0
        && 2 * (prediction.VoidPixels + prediction.Overlaps.Sum(o => Counts(frame.Truths[o.Truth]) ? 0 : o.Pixels)) > prediction.Pixels;

    private static Judged Judge(CityscapesFrameMatches frame, Dictionary<int, double> thresholds)
    {
        var judged = new Judged(frame, [], [], [], []);
        foreach (var prediction in frame.Predictions.Where(p => p.Score >= thresholds.GetValueOrDefault(p.Label, double.PositiveInfinity))
            .OrderByDescending(p => p.Score))
        {
            var truth = Match(frame, prediction);
            if (truth >= 0 && judged.Found.TryAdd(truth, prediction))
            {
                continue;
            }

            (IsForgiven(frame, prediction) ? judged.Forgiven : judged.Wrong).Add(prediction);
        }

        judged.Missed.AddRange(Enumerable.Range(0, frame.Truths.Count).Where(t => Counts(frame.Truths[t]) && !judged.Found.ContainsKey(t)));
        return judged;
    }

    private static ScorePicture Draw(Judged judged, IPhotographs? photographs)
    {
        var frame = judged.Frame;
        var instances = LabelFile.Read(frame.Frame);
        var (classes, fates) = (new Dictionary<int, Rgb>(), new Dictionary<int, Rgb>());
        for (var t = 0; t < frame.Truths.Count; t++)
        {
            var truth = frame.Truths[t];
            classes[truth.Id] = CityscapesLabel.All[truth.Label].Color;
            fates[truth.Id] = !Counts(truth) ? PictureKey.Forgiven : judged.Found.ContainsKey(t) ? PictureKey.Matched : PictureKey.Missed;
        }

        var confused = judged.Found.Values.Concat(judged.Wrong).Where(p => p.Overlaps.Count(
            o => !frame.Truths[o.Truth].IsGroup && o.Pixels > Quarter * frame.Truths[o.Truth].Pixels) > 1).ToHashSet();
        var drawn = judged.Forgiven.Select(p => (Prediction: p, Color: PictureKey.Forgiven))
            .Concat(judged.Found.Values.Select(p => (Prediction: p, Color: PictureKey.Matched)))
            .Concat(judged.Wrong.Select(p => (Prediction: p, Color: PictureKey.Wrong)))
            .OrderByDescending(x => x.Prediction.Pixels).ToArray();
        var map = new Plane<int>(instances.Width, instances.Height);
        for (var place = 0; place < drawn.Length; place++)
        {
            Paint(map, drawn[place].Prediction.File, place + 1);
        }

        Rgb Fate(int id) => confused.Contains(drawn[id - 1].Prediction) ? PictureKey.Confused : drawn[id - 1].Color;
        Rgb Class(int id) => CityscapesLabel.All[drawn[id - 1].Prediction.Label].Color;
        var canvas = new PanelCanvas(map.Width, map.Height);
        ScorePanel Truths(PanelKind kind, string title, Dictionary<int, Rgb> colors) => canvas.Layer(
            kind, title, (x, y) => colors.ContainsKey(instances[x, y]) ? instances[x, y] : 0,
            id => colors.TryGetValue(id, out var color) ? color : null, outlines: true);
        ScorePanel Predictions(PanelKind kind, string title, Func<int, Rgb> colorOf) =>
            canvas.Layer(kind, title, (x, y) => map[x, y], id => id == 0 ? null : colorOf(id), outlines: true);
        var name = Path.GetFileNameWithoutExtension(frame.Frame)
            .Replace("_gtFine" + CityscapesFiles.InstanceIds, "", StringComparison.Ordinal);
        return new ScorePicture(
            name,
            $"{judged.Missed.Count} missed, {judged.Wrong.Count} wrong, {confused.Count} confused; predictions from each class's "
                + "best score on, overlap 0.5",
            canvas.Aspect,
            [
                .. canvas.Photograph(photographs, name),
                Truths(PanelKind.Truth, "truth", classes),
                Predictions(PanelKind.Prediction, "prediction", Class),
                Truths(PanelKind.Outcome, "found and missed", fates),
                Predictions(PanelKind.Outcome, "right and wrong", Fate),
            ]);
    }

    private static void Paint(Plane<int> map, string file, int id)
    {
        var mask = PngFile.ReadRgb(file).Pixels;
        for (var i = 0; i < map.Pixels.Length; i++)
        {
            if ((mask[3 * i] | mask[(3 * i) + 1] | mask[(3 * i) + 2]) != 0)
            {
                map.Pixels[i] = id;
            }
        }
    }

    private sealed record Judged(
        CityscapesFrameMatches Frame, Dictionary<int, CityscapesPrediction> Found, List<int> Missed, List<CityscapesPrediction> Wrong,
        List<CityscapesPrediction> Forgiven)
    {
        public double Quality => Found.Count / (Found.Count + (0.5 * (Missed.Count + Wrong.Count)));
    }
}
