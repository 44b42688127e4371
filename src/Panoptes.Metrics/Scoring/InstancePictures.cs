using Panoptes.Imaging;
using Panoptes.Imaging.Drawing;
using Panoptes.Imaging.Masks;
using Panoptes.Metrics.Instances;
using Panoptes.Metrics.Photographs;

namespace Panoptes.Metrics.Scoring;

/// <summary>Draws the worst images of a COCO evaluation at IoU 0.5: truth and detections, and what became of both.</summary>
internal sealed class InstancePictures : IDisposable
{
    private const int Pictures = 12;
    private const double IoU = 0.5;
    private const double Quarter = 0.25;

    private readonly InstanceOptions options;
    private readonly ILookup<long, InstanceObject> truths;
    private readonly ILookup<long, InstanceObject> detections;
    private readonly IReadOnlyList<InstanceImage> images;
    private readonly HashSet<long> categories;
    private readonly InstanceMasks truthMasks;
    private readonly InstanceMasks resultMasks;
    private readonly ImageMasks masks;
    private readonly IPhotographs? photographs;
    private readonly Dictionary<long, Rgb> colors;

    public InstancePictures(InstanceReport report, InstanceSet truth, InstanceSet results, IPhotographs? photographs)
    {
        this.photographs = photographs;
        colors = report.Categories.Select(c => c.Id).Zip(LabelColors.Distinct(report.Categories.Count)).ToDictionary();
        options = report.Options;
        (truthMasks, resultMasks) = (new InstanceMasks(truth), new InstanceMasks(results));
        masks = new ImageMasks(truthMasks, resultMasks);
        truths = truth.Objects.ToLookup(o => o.Image);
        categories = options.UseCategories ? [.. report.Categories.Select(c => c.Id)] : [.. truth.Categories.Select(c => c.Id)];
        var chosen = report.Images.ToHashSet();
        images = [.. truth.Images.Where(image => chosen.Contains(image.Id))];
        var thresholds = Thresholds(results);
        detections = results.Objects.Where(o => o.Score >= thresholds.GetValueOrDefault(ClassOf(o), double.PositiveInfinity))
            .ToLookup(o => o.Image);
    }

    /// <summary>The worst images, worst first.</summary>
    public IReadOnlyList<ScorePicture> Draw() =>
    [
        .. images.Select(image => (Image: image, Outcome: Match(image)))
            .Where(x => x.Outcome.Missed.Count + x.Outcome.Wrong.Count > 0)
            .OrderBy(x => x.Outcome.Quality).ThenByDescending(x => x.Outcome.Missed.Count + x.Outcome.Wrong.Count).ThenBy(x => x.Image.Id)
            .Take(Pictures).Select(x => Picture(x.Image, x.Outcome)).OfType<ScorePicture>(),
    ];

    /// <summary>Closes the files that masks are read from.</summary>
    public void Dispose()
    {
        truthMasks.Dispose();
        resultMasks.Dispose();
    }

    private long ClassOf(InstanceObject o) => options.UseCategories ? o.Category : -1;

    private Dictionary<long, double> Thresholds(InstanceSet results)
    {
        var all = results.Objects.ToLookup(o => o.Image);
        var (counted, counts) = (new Dictionary<long, List<(double, bool)>>(), new Dictionary<long, long>());
        foreach (var image in images)
        {
            Load(all, image);
            foreach (var group in Groups(truths[image.Id], all[image.Id]))
            {
                var matches = Matches(group);
                if (!counted.TryGetValue(group.Key, out var list))
                {
                    counted[group.Key] = list = [];
                }

                list.AddRange(matches.Detections
                    .Select((d, i) => (d.Score, IsRight: matches.DetectionMatch[0][i] != 0, IsIgnored: matches.DetectionIgnored[0][i]))
                    .Where(d => !d.IsIgnored).Select(d => (d.Score, d.IsRight)));
                counts[group.Key] = counts.GetValueOrDefault(group.Key) + matches.TruthIgnored.Count(ignored => !ignored);
            }
        }

        return counted.ToDictionary(pair => pair.Key, pair => ScoreThreshold.Of(pair.Value, counts[pair.Key]));
    }

    private IEnumerable<Group> Groups(IEnumerable<InstanceObject> given, IEnumerable<InstanceObject> found)
    {
        var (t, d) = (given.Where(o => categories.Contains(o.Category)).ToLookup(ClassOf), found.Where(o => categories.Contains(o.Category))
            .ToLookup(ClassOf));
        return t.Select(g => g.Key).Union(d.Select(g => g.Key)).Order().Select(key => new Group(key, [.. t[key]], [.. d[key]]));
    }

    private void Load(ILookup<long, InstanceObject> found, InstanceImage image) => masks.Load([.. truths[image.Id]], [.. found[image.Id]]);

    private ImageMatches Matches(Group group) =>
        new ImageObjects(0, group.Truths, group.Detections, options, options.MaxDetections.Max(), masks.Of)
            .Describe([IoU], options.AreaRanges[0], 0, group.Key);

    private Outcome Match(InstanceImage image)
    {
        var outcome = new Outcome([], [], [], [], []);
        Load(detections, image);
        foreach (var group in Groups(truths[image.Id], detections[image.Id]))
        {
            var matches = Matches(group);
            for (var t = 0; t < matches.Truths.Count; t++)
            {
                (matches.TruthIgnored[t] ? outcome.Forgiven : matches.TruthMatch[0][t] != 0 ? outcome.Matched : outcome.Missed)
                    .Add(matches.Truths[t]);
            }

            for (var d = 0; d < matches.Detections.Count; d++)
            {
                var detection = matches.Detections[d];
                (matches.DetectionIgnored[0][d] ? outcome.Forgiven : matches.DetectionMatch[0][d] != 0 ? outcome.Found : outcome.Wrong)
                    .Add(detection);
            }
        }

        return outcome;
    }

    private ScorePicture? Picture(InstanceImage image, Outcome outcome)
    {
        Load(detections, image);
        var given = truths[image.Id].ToArray();
        var (height, width) = image.Height > 0
            ? (image.Height, image.Width)
            : given.Select(masks.Of).OfType<RunLengthMask>().Select(m => (m.Height, m.Width)).FirstOrDefault();
        if (height == 0)
        {
            return null;
        }

        var confused = outcome.Found.Concat(outcome.Wrong).Where(d => IsConfused(d, given)).ToHashSet();
        var truth = Layers(width, height,
        [
            (outcome.Forgiven.Where(given.Contains), PictureKey.Forgiven), (outcome.Matched, PictureKey.Matched),
            (outcome.Missed, PictureKey.Missed),
        ]);
        var prediction = Layers(width, height,
        [
            (outcome.Forgiven.Where(o => !given.Contains(o)), PictureKey.Forgiven),
            (outcome.Found.Where(d => !confused.Contains(d)), PictureKey.Matched),
            (outcome.Wrong.Where(d => !confused.Contains(d)), PictureKey.Wrong), (confused, PictureKey.Confused),
        ]);
        var name = image.FileName.Length > 0 ? image.FileName : $"{image.Id}";
        var canvas = new PanelCanvas(width, height);
        ScorePanel Classes(PanelKind kind, string title, ObjectLayers layers) => canvas.Layer(
            kind, title, (x, y) => layers.Map[x, y],
            place => place == 0 ? null : colors.GetValueOrDefault(layers.Drawn[place - 1].Object.Category, LabelColors.Unknown),
            outlines: true);
        ScorePanel Fates(string title, ObjectLayers layers) => canvas.Layer(
            PanelKind.Outcome, title, (x, y) => layers.Map[x, y], place => place == 0 ? null : layers.Drawn[place - 1].Fate,
            outlines: true);
        return new ScorePicture(
            name,
            $"{outcome.Missed.Count} missed, {outcome.Wrong.Count} wrong, {confused.Count} confused; detections from each class's "
                + "best score on, IoU 0.5",
            canvas.Aspect,
            [
                .. canvas.Photograph(photographs, name),
                Classes(PanelKind.Truth, "truth", truth), Classes(PanelKind.Prediction, "prediction", prediction),
                Fates("found and missed", truth), Fates("right and wrong", prediction),
            ]);
    }

    private bool IsConfused(InstanceObject detection, InstanceObject[] given) =>
        masks.Of(detection) is { } mask && given.Count(t => !t.IsCrowd && masks.Of(t) is { } other && other.Height == mask.Height
            && other.Width == mask.Width && MaskOverlap.Intersection(mask, other) > Quarter * other.Area) > 1;

    private ObjectLayers Layers(int width, int height, (IEnumerable<InstanceObject> Objects, Rgb Fate)[] layers)
    {
        var map = new Plane<int>(width, height);

        // The largest first, so that none hides another.
        (InstanceObject Object, Rgb Fate)[] drawn =
        [
            .. layers.SelectMany(layer => layer.Objects.Select(o => (Object: o, layer.Fate))).OrderByDescending(x => x.Object.Area),
        ];
        for (var place = 0; place < drawn.Length; place++)
        {
            Paint(map, drawn[place].Object, place + 1);
        }

        return new ObjectLayers(map, drawn);
    }

    private void Paint(Plane<int> map, InstanceObject o, int id)
    {
        if (masks.Of(o) is { } mask && mask.Width == map.Width && mask.Height == map.Height)
        {
            mask.Paint(map, id);
            return;
        }

        var (left, top) = ((int)Math.Clamp(o.Box.X, 0, map.Width), (int)Math.Clamp(o.Box.Y, 0, map.Height));
        var (right, bottom) = (
            (int)Math.Clamp(o.Box.X + o.Box.Width, left, map.Width), (int)Math.Clamp(o.Box.Y + o.Box.Height, top, map.Height));
        for (var y = top; y < bottom; y++)
        {
            map.Row(y)[left..right].Fill(id);
        }
    }

    // Places among the drawn objects, from 1 on; 0 is none.
    private sealed record ObjectLayers(Plane<int> Map, (InstanceObject Object, Rgb Fate)[] Drawn);

    private sealed record Group(long Key, InstanceObject[] Truths, InstanceObject[] Detections);

    private sealed record Outcome(
        List<InstanceObject> Matched, List<InstanceObject> Missed, List<InstanceObject> Found, List<InstanceObject> Wrong,
        List<InstanceObject> Forgiven)
    {
        public double Quality => Matched.Count / (Matched.Count + (0.5 * (Missed.Count + Wrong.Count)));
    }
}
