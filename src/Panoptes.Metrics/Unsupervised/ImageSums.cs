using Panoptes.Metrics.Panoptic;
using Panoptes.Metrics.Pixels;
using Panoptes.Metrics.Semantic;

namespace Panoptes.Metrics.Unsupervised;

/// <summary>The sums of every image of the unsupervised protocol once its clusters are named; scores any draw of them.</summary>
internal sealed class ImageSums
{
    private readonly UnsupervisedOptions options;
    private readonly bool[] isThing = new bool[256];
    private readonly bool[] isKnown = new bool[256];
    private readonly (int Class, PanopticSums Sums)[][] segments;
    private readonly ConfusionCell[][] cells;

    public ImageSums(UnsupervisedOptions options, IReadOnlyList<SegmentPair[]> images, int[] classOf, int[] semanticClassOf)
    {
        this.options = options;
        foreach (var c in options.Things.Concat(options.StuffClasses))
        {
            (isThing[c], isKnown[c]) = (options.Things.Contains(c), true);
        }

        segments = [.. images.Select(image => SegmentsOf(Named(image, classOf)))];
        cells = [.. images.Select(image => CellsOf(image, semanticClassOf))];
    }

    /// <summary>Scores without what does not depend on the draw.</summary>
    /// <param name="weights">How often each image is taken; null for once each.</param>
    public UnsupervisedScores Score(IReadOnlyList<int>? weights)
    {
        var sums = new PanopticSums[256];
        var confusion = new ConfusionMatrix(options.Classes);
        for (var i = 0; i < segments.Length; i++)
        {
            var times = weights?[i] ?? 1;
            foreach (var (c, added) in times == 0 ? [] : segments[i])
            {
                sums[c] += added * times;
            }

            foreach (var cell in times == 0 ? [] : cells[i])
            {
                confusion.AddCount(cell.Truth, cell.Prediction, cell.Pixels * times);
            }
        }

        var classes = options.Things.Concat(
            options.StuffClasses).Order().Select(c => new UnsupervisedClassScores(c, isThing[c], sums[c])).ToArray();
        var kept = classes.Where(c => IsScored(c.Class)).ToArray();
        var semantic = SemanticScores.From(confusion);
        return new UnsupervisedScores
        {
            Assignments = [],
            SemanticAssignments = [],
            Pixels = [],
            PredictedVoidShare = double.NaN,
            Classes = classes,
            All = Mean(kept),
            Things = Mean(kept.Where(c => c.IsThing)),
            Stuff = Mean(kept.Where(c => !c.IsThing)),
            MeanIoU = semantic.MeanIoU,
            Accuracy = semantic.PixelAccuracy,
        };
    }

    /// <summary>
    /// The mean panoptic quality of every image over the scored classes that it shows or is said to; NaN where it has none.
    /// </summary>
    public IReadOnlyList<double> Qualities() => [.. segments.Select(image => Mean(
        image.Where(entry => IsScored(entry.Class)).Select(entry => new UnsupervisedClassScores(entry.Class, false, entry.Sums))).PQ)];

    private bool IsScored(int c) => options.ClassesMask is not { } mask || c >= mask.Count || mask[c];

    private static PanopticMeans Mean(IEnumerable<UnsupervisedClassScores> classes)
    {
        var counted = classes.Where(c => c.Counts).ToList();
        return counted.Count == 0
            ? new PanopticMeans(double.NaN, double.NaN, double.NaN, 0)
            : new PanopticMeans(
                counted.Sum(c => c.PQ) / counted.Count, counted.Sum(c => c.SQ) / counted.Count, counted.Sum(c => c.RQ) / counted.Count,
                counted.Count);
    }

    private (int Class, PanopticSums Sums)[] SegmentsOf(PanopticTable table)
    {
        var sums = PanopticSums.Of(table, PanopticMatcher.Match(table, options.VoidRule), 256);
        return [.. Enumerable.Range(0, sums.Length).Where(c => !sums[c].IsAbsent).Select(c => (c, sums[c]))];
    }

    // Predicted void counts nowhere.
    private ConfusionCell[] CellsOf(SegmentPair[] image, int[] classOf)
    {
        var counts = new Dictionary<(int Truth, int Prediction), long>();
        foreach (var pair in image)
        {
            var (truth, cluster) = (ClusterPair.Label(pair.Truth), ClusterPair.Label(pair.Prediction));
            var predicted = cluster < options.Clusters && cluster < classOf.Length ? classOf[cluster] : UnsupervisedOptions.Void;
            if (truth < options.Classes && predicted < options.Classes)
            {
                counts[(truth, predicted)] = counts.GetValueOrDefault((truth, predicted)) + pair.Pixels;
            }
        }

        return [.. counts.Select(c => new ConfusionCell(c.Key.Truth, c.Key.Prediction, c.Value))];
    }

    // Segments are (class, instance), stuff without its instances; unknown classes are void.
    private PanopticTable Named(SegmentPair[] image, int[] classOf)
    {
        var shared = new Dictionary<(int Truth, int Prediction), long>();
        var (truths, predictions) = (new Dictionary<int, long>(), new Dictionary<int, long>());
        foreach (var pair in image)
        {
            var cluster = ClusterPair.Label(pair.Prediction);
            var truth = Segment(ClusterPair.Label(pair.Truth), ClusterPair.Instance(pair.Truth));
            var prediction = Segment(
                cluster < classOf.Length ? classOf[cluster] : UnsupervisedOptions.Void, ClusterPair.Instance(pair.Prediction));
            shared[(truth, prediction)] = shared.GetValueOrDefault((truth, prediction)) + pair.Pixels;
            truths[truth] = truths.GetValueOrDefault(truth) + pair.Pixels;
            predictions[prediction] = predictions.GetValueOrDefault(prediction) + pair.Pixels;
        }

        return new PanopticTable(
            Segments(truths), Segments(predictions),
            [.. shared.OrderBy(p => p.Key).Select(p => new SegmentPair(p.Key.Truth, p.Key.Prediction, p.Value))]);

        int Segment(int c, int instance) => c < isKnown.Length && isKnown[c] ? 1 + c + (isThing[c] ? instance << 8 : 0) : 0;

        static PanopticSegment[] Segments(Dictionary<int, long> areas) =>
            [.. areas.Where(a => a.Key != 0).OrderBy(a => a.Key)
                .Select(a => new PanopticSegment(a.Key, (a.Key - 1) & 0xFF, false, a.Value))];
    }
}
