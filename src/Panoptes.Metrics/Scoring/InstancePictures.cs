using Panoptes.Imaging;
using Panoptes.Imaging.Masks;
using Panoptes.Metrics.Instances;

namespace Panoptes.Metrics.Scoring;

/// <summary>Draws the worst images of a COCO evaluation at IoU 0.5: truth on the left, detections on the right.</summary>
internal sealed class InstancePictures : IDisposable
{
    private const int Pictures = 12;
    private const int SidePixels = 560;
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

    public InstancePictures(InstanceReport report, InstanceSet truth, InstanceSet results)
    {
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
        var left = Side(
            width, height, [(outcome.Forgiven.Where(given.Contains), PictureKey.Forgiven), (outcome.Matched, PictureKey.Matched), (
                outcome.Missed, PictureKey.Missed)]);
        var right = Side(width, height,
        [
            (outcome.Forgiven.Where(o => !given.Contains(o)), PictureKey.Forgiven),
            (outcome.Found.Where(d => !confused.Contains(d)), PictureKey.Matched),
            (outcome.Wrong.Where(d => !confused.Contains(d)), PictureKey.Wrong), (confused, PictureKey.Confused),
        ]);
        var name = image.FileName.Length > 0 ? image.FileName : $"{image.Id}";
        return new ScorePicture(
            $"{name}: {outcome.Missed.Count} missed, {outcome.Wrong.Count} wrong, {confused.Count} confused; detections from each class's "
                + "best score on, IoU 0.5",
            Panels.Beside(left, right));
    }

    private bool IsConfused(InstanceObject detection, InstanceObject[] given) =>
        masks.Of(detection) is { } mask && given.Count(t => !t.IsCrowd && masks.Of(t) is { } other && other.Height == mask.Height
            && other.Width == mask.Width && MaskOverlap.Intersection(mask, other) > Quarter * other.Area) > 1;

    private RgbImage Side(int width, int height, (IEnumerable<InstanceObject> Objects, Rgb Color)[] layers)
    {
        var map = new Plane<int>(width, height);
        var colors = new List<Rgb> { PictureKey.Void };

        // The largest first, so that none hides another.
        foreach (var (o, color) in layers.SelectMany(layer => layer.Objects.Select(o => (Object: o, layer.Color)))
            .OrderByDescending(x => x.Object.Area))
        {
            colors.Add(color);
            Paint(map, o, colors.Count - 1);
        }

        return Panels.Draw(width, height, Panels.Step(width, SidePixels), (x, y) => map[x, y], id => colors[id]);
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

    private sealed record Group(long Key, InstanceObject[] Truths, InstanceObject[] Detections);

    private sealed record Outcome(
        List<InstanceObject> Matched, List<InstanceObject> Missed, List<InstanceObject> Found, List<InstanceObject> Wrong,
        List<InstanceObject> Forgiven)
    {
        public double Quality => Matched.Count / (Matched.Count + (0.5 * (Missed.Count + Wrong.Count)));
    }
}
