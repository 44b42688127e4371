using Panoptes.Data.Classes;
using Panoptes.Data.Samples;
using Panoptes.Formats.Coco;
using Panoptes.Imaging;
using Panoptes.Metrics.Exchange;
using Panoptes.Metrics.Panoptic;
using Panoptes.Metrics.Pixels;
using Panoptes.Metrics.Unsupervised;
using Panoptes.Training.Evaluation.Predictions;

namespace Panoptes.Training.Evaluation.Kinds;

/// <summary>
/// Counts what clusters share with classes, image by image. Of an image stays a table of some kilobytes; the clusters are named when all
/// images are counted.
/// </summary>
internal sealed class ClusterAccumulator : IEvaluationAccumulator
{
    private readonly ClassTable classes;
    private readonly ClassTable clusters;
    private readonly EvaluationConfig config;
    private readonly bool arePixels;
    private readonly UnsupervisedOptions options;
    private readonly UnsupervisedTables tables;
    private readonly List<(int Index, string Name)> images = [];
    private readonly SegmentPairCounter counter = new();

    /// <summary>Nothing counted yet.</summary>
    /// <param name="classes">The classes of the truth.</param>
    /// <param name="clusters">What the network tells apart.</param>
    /// <param name="config">How clusters are named.</param>
    /// <param name="arePixels">Whether classes of pixels are compared, and no segments.</param>
    public ClusterAccumulator(ClassTable classes, ClassTable clusters, EvaluationConfig config, bool arePixels)
    {
        (this.classes, this.clusters, this.config, this.arePixels) = (classes, clusters, config, arePixels);
        var things = classes.Things.ToHashSet();
        var (thingClusters, matching) = (clusters.Things.ToHashSet(), config.Matching);
        var isSeparate = matching.Separate && !arePixels;
        options = new UnsupervisedOptions
        {
            Things = [.. things.Order()],
            StuffClasses = [.. Enumerable.Range(0, classes.Count).Where(id => !things.Contains(id))],
            Clusters = clusters.Count,
            ThingPrototypes = isSeparate ? [.. thingClusters.Order()] : null,
            StuffPrototypes = isSeparate ? [.. Enumerable.Range(0, clusters.Count).Where(id => !thingClusters.Contains(id))] : null,
            ClassesMask = classes.Unscored.Count == 0
                ? null
                : [.. Enumerable.Range(0, classes.Count).Select(id => !classes.Unscored.Contains(id))],
            OneToOne = matching.OneToOne,
            VoidRule = matching.VoidRule,
        };
        tables = new UnsupervisedTables(options);
    }

    /// <inheritdoc/>
    public void Add(IReadOnlyList<(int Index, Sample Sample)> samples, IBatchPrediction prediction)
    {
        for (var i = 0; i < samples.Count; i++)
        {
            var (index, sample) = samples[i];
            tables.Add(arePixels
                ? Pixels(SemanticAccumulator.Labels(sample), prediction.Labels()[i])
                : ComparedSegments.Of(sample, prediction.Panoptic(i), classes, counter));
            images.Add((index, sample.Name));
        }
    }

    /// <inheritdoc/>
    public void Merge(IEvaluationAccumulator other)
    {
        var counted = (ClusterAccumulator)other;
        tables.Merge(counted.tables);
        images.AddRange(counted.images);
    }

    /// <inheritdoc/>
    public void Write(BinaryWriter writer)
    {
        tables.Write(writer);
        writer.WriteEach(images, (to, image) =>
        {
            to.Write7BitEncodedInt(image.Index);
            to.Write(image.Name);
        });
    }

    /// <inheritdoc/>
    public void MergeFrom(BinaryReader reader)
    {
        var counted = UnsupervisedTables.Read(reader, options);
        var named = reader.ReadEach(from => (from.ReadBelow(int.MaxValue, "image"), from.ReadString()));
        if (named.Count != counted.Count)
        {
            throw new InvalidDataException($"{named.Count} names of {counted.Count} images");
        }

        tables.Merge(counted);
        images.AddRange(named);
    }

    /// <inheritdoc/>
    public KindResult Result()
    {
        // In the data set's order, whichever part of it came first.
        int[] order = [.. Enumerable.Range(0, images.Count).OrderBy(place => images[place].Index)];
        var scores = tables.Score(order);
        var worst = new WorstScores(config.WorstImages);
        foreach (var (place, quality) in arePixels ? [] : order.Zip(scores.ImageQualities))
        {
            worst.Offer(new ImageScore(images[place].Index, images[place].Name, [new("unsupervised_pq", "PQ", quality)]));
        }

        Metric[] pixels =
        [
            new("unsupervised_accuracy", "Acc", scores.Accuracy), new("unsupervised_mean_iou", "mIoU", scores.MeanIoU),
            new("predicted_void", "predicted void", scores.PredictedVoidShare) { HigherIsBetter = false },
        ];
        var kind = arePixels ? EvaluationKind.UnsupervisedSemanticName : EvaluationKind.UnsupervisedName;
        Metric[] metrics = arePixels ? [pixels[1], pixels[0], pixels[2]] :
        [
            .. Means("", "", scores.All), .. Means("_things", "^th", scores.Things), .. Means("_stuff", "^st", scores.Stuff), .. pixels,
        ];
        return new KindResult(kind, metrics, new ClusterDetail(scores, classes, clusters, config.Matching, arePixels), worst.Sorted);
    }

    private static IEnumerable<Metric> Means(string name, string title, PanopticMeans means) =>
    [
        new($"unsupervised_pq{name}", $"PQ{title}", means.PQ),
        new($"unsupervised_sq{name}", $"SQ{title}", means.SQ),
        new($"unsupervised_rq{name}", $"RQ{title}", means.RQ),
    ];

    // One segment a class, so that pixels go the way of segments.
    private PanopticTable Pixels(Plane<ushort> truth, Plane<ushort> prediction)
    {
        var (truths, predictions) = (Ids(truth, classes.Count), Ids(prediction, clusters.Count));
        return PanopticTable.Of(truths, Segments(classes.Count), predictions, Segments(clusters.Count), counter);

        static PanopticSegment[] Segments(int count) =>
            [.. Enumerable.Range(0, count).Select(id => new PanopticSegment(id + 1, id, false, 0))];

        static Plane<int> Ids(Plane<ushort> labels, int count) => labels.Map(label => label < count ? label + 1 : 0);
    }
}
