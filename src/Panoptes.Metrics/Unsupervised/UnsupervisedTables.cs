using Panoptes.Foundation;

namespace Panoptes.Metrics;

/// <summary>
/// Collects images for the unsupervised protocol. Of each image only a table of (cluster, instance) against (class,
/// instance) stays, so that clusters can be named at the end: some kilobytes an image, whatever its size. Not thread-safe; merge.
/// </summary>
public sealed class UnsupervisedTables
{
    private const int Low = 0xFF;

    private readonly UnsupervisedOptions options;
    private readonly SegmentPairCounter counter = new();
    private readonly List<SegmentPair[]> images = [];
    private readonly long[][] pixels;

    /// <summary>No images yet.</summary>
    /// <exception cref="InputException">The settings contradict themselves.</exception>
    public UnsupervisedTables(UnsupervisedOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        Check(options);
        this.options = options;
        pixels = [.. Enumerable.Range(0, options.Clusters).Select(_ => new long[options.Classes])];
    }

    /// <summary>Images collected.</summary>
    public int Count => images.Count;

    /// <summary>Adds an image; 255 is void in class and cluster maps.</summary>
    public void Add(ReadOnlySpan<byte> truthClass, ReadOnlySpan<ushort> truthInstance, ReadOnlySpan<byte> cluster, ReadOnlySpan<ushort> predictedInstance)
    {
        var pairs = counter.Count(truthClass, truthInstance, cluster, predictedInstance);
        images.Add(pairs);
        foreach (var pair in pairs)
        {
            var (k, c) = (pair.Prediction & Low, pair.Truth & Low);
            if (k < options.Clusters && c < options.Classes)
            {
                pixels[k][c] += pair.Pixels;
            }
        }
    }

    /// <summary>Adds the images of another with the same settings; the order does not change any number.</summary>
    public void Merge(UnsupervisedTables other)
    {
        ArgumentNullException.ThrowIfNull(other);
        images.AddRange(other.images);
        for (var k = 0; k < pixels.Length; k++)
        {
            for (var c = 0; c < pixels[k].Length; c++)
            {
                pixels[k][c] += other.pixels[k][c];
            }
        }
    }

    /// <summary>Names the clusters and scores all images.</summary>
    public UnsupervisedScores Score()
    {
        var identity = Enumerable.Range(0, 256).Select(k => k < options.Classes ? k : UnsupervisedOptions.Void).ToArray();
        var assigned = ClusterAssignment.Assign(pixels, options, apart: true);
        var semantic = ClusterAssignment.Assign(pixels, options, apart: false);
        var sums = Sums(options.DisableMatching ? identity : assigned);
        var classes = options.Things.Select(c => (c, true)).Concat(options.Stuffs.Select(c => (c, false))).OrderBy(x => x.c)
            .Select(x => new UnsupervisedClassScores(x.c, x.Item2, sums[x.c])).ToArray();
        var kept = classes.Where(c => IsKept(c.Class)).ToArray();
        var (iou, accuracy) = SemanticScoresOf(options.DisableMatching ? identity : semantic);
        return new UnsupervisedScores
        {
            Assignments = assigned,
            SemanticAssignments = semantic,
            Pixels = pixels,
            Classes = classes,
            All = Mean(kept),
            Things = Mean(kept.Where(c => c.IsThing)),
            Stuff = Mean(kept.Where(c => !c.IsThing)),
            MeanIoU = iou,
            Accuracy = accuracy,
            PredictedVoidShare = VoidShare(options.DisableMatching ? identity : assigned),
        };
    }

    /// <summary>Whether a class counts in the means.</summary>
    public bool IsKept(int c) => options.ClassesMask is not { } mask || c >= mask.Count || mask[c];

    private static void Check(UnsupervisedOptions options)
    {
        var classes = options.Things.Concat(options.Stuffs).ToList();
        var problem = options.Clusters is < 1 or > 255 ? $"{options.Clusters} clusters"
            : classes.Count == 0 ? "no class"
            : classes.Any(c => c is < 0 or > 254) ? $"class {classes.First(c => c is < 0 or > 254)}"
            : classes.Distinct().Count() != classes.Count ? "a class listed twice"
            : options.ThingPrototypes is null != options.StuffPrototypes is null ? "prototypes of one side alone"
            : null;
        if (problem is not null)
        {
            throw new InputException("unsupervised protocol", problem, "1..255 clusters, distinct classes 0..254, prototypes of both sides or none", "correct the settings");
        }
    }

    private static PanopticMeans Mean(IEnumerable<UnsupervisedClassScores> classes)
    {
        var counted = classes.Where(c => c.Counts).ToList();
        return counted.Count == 0
            ? new PanopticMeans(double.NaN, double.NaN, double.NaN, 0)
            : new PanopticMeans(counted.Sum(c => c.PQ) / counted.Count, counted.Sum(c => c.SQ) / counted.Count, counted.Sum(c => c.RQ) / counted.Count, counted.Count);
    }

    private PanopticSums[] Sums(int[] classOf)
    {
        var isThing = new bool[256];
        var isKnown = new bool[256];
        foreach (var c in options.Things)
        {
            (isThing[c], isKnown[c]) = (true, true);
        }

        foreach (var c in options.Stuffs)
        {
            isKnown[c] = true;
        }

        var sums = new PanopticSums[256];
        foreach (var image in images)
        {
            var table = Named(image, classOf, isThing, isKnown);
            var matches = PanopticMatcher.Match(table, VoidRule.TorchMetrics);
            var added = PanopticCounts.SumsOf(table, matches, 256);
            for (var c = 0; c < sums.Length; c++)
            {
                sums[c] += added[c];
            }
        }

        return sums;
    }

    // Segments are (class, instance), stuff without its instances; unknown classes are void.
    private static PanopticTable Named(SegmentPair[] image, int[] classOf, bool[] isThing, bool[] isKnown)
    {
        var shared = new Dictionary<(int Truth, int Prediction), long>();
        var (truths, predictions) = (new Dictionary<int, long>(), new Dictionary<int, long>());
        foreach (var pair in image)
        {
            var cluster = pair.Prediction & Low;
            var truth = Segment(pair.Truth & Low, pair.Truth >> 8);
            var prediction = Segment(cluster < classOf.Length ? classOf[cluster] : UnsupervisedOptions.Void, pair.Prediction >> 8);
            shared[(truth, prediction)] = shared.GetValueOrDefault((truth, prediction)) + pair.Pixels;
            truths[truth] = truths.GetValueOrDefault(truth) + pair.Pixels;
            predictions[prediction] = predictions.GetValueOrDefault(prediction) + pair.Pixels;
        }

        return new PanopticTable(
            Segments(truths), Segments(predictions), [.. shared.OrderBy(p => p.Key).Select(p => new SegmentPair(p.Key.Truth, p.Key.Prediction, p.Value))]);

        int Segment(int c, int instance) => isKnown[c] ? 1 + c + (isThing[c] ? instance << 8 : 0) : 0;

        static PanopticSegment[] Segments(Dictionary<int, long> areas) =>
            [.. areas.Where(a => a.Key != 0).OrderBy(a => a.Key).Select(a => new PanopticSegment(a.Key, (a.Key - 1) & Low, false, a.Value))];
    }

    private (double MeanIoU, double Accuracy) SemanticScoresOf(int[] classOf)
    {
        var confusion = new ConfusionMatrix(options.Classes);
        for (var k = 0; k < pixels.Length; k++)
        {
            for (var c = 0; c < options.Classes && classOf[k] < options.Classes; c++)
            {
                confusion.AddCount(c, classOf[k], pixels[k][c]);
            }
        }

        var scores = SemanticScores.From(confusion);
        return (scores.MeanIoU, scores.PixelAccuracy);
    }

    private double VoidShare(int[] classOf)
    {
        var (all, none) = (0L, 0L);
        foreach (var pair in images.SelectMany(image => image).Where(pair => (pair.Truth & Low) < options.Classes))
        {
            var cluster = pair.Prediction & Low;
            all += pair.Pixels;
            none += cluster < classOf.Length && classOf[cluster] < options.Classes ? 0 : pair.Pixels;
        }

        return all == 0 ? 0 : (double)none / all;
    }
}
