using Panoptes.Foundation;
using Panoptes.Metrics.Exchange;
using Panoptes.Metrics.Intervals;
using Panoptes.Metrics.Panoptic;
using Panoptes.Metrics.Pixels;

namespace Panoptes.Metrics.Unsupervised;

/// <summary>
/// Collects images for the unsupervised protocol. Of each image only a table of (cluster, instance) against (class,
/// instance) stays, so that clusters can be named at the end: some kilobytes an image, whatever its size. Not thread-safe; merge.
/// </summary>
public sealed class UnsupervisedTables
{
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
    public void Add(
        ReadOnlySpan<byte> truthClass, ReadOnlySpan<ushort> truthInstance, ReadOnlySpan<byte> cluster,
        ReadOnlySpan<ushort> predictedInstance)
    {
        Add(counter.Count(truthClass, truthInstance, cluster, predictedInstance));
    }

    /// <summary>
    /// Adds an image by its table: categories of the truth are classes, of the prediction clusters. Crowds are segments as any other, as in
    /// the protocol's reference.
    /// </summary>
    /// <param name="table">Segments of both sides, and the pixels that they share.</param>
    public void Add(PanopticTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        var (truth, prediction) = (Wide(table.Truth), Wide(table.Prediction));
        AddWide([.. table.Pairs.Select(pair => new SegmentPair(
            truth.GetValueOrDefault(pair.Truth, ClusterPair.None), prediction.GetValueOrDefault(pair.Prediction, ClusterPair.None),
            pair.Pixels))]);

        static Dictionary<int, int> Wide(PanopticSegment[] segments) =>
            segments.Select((segment, place) => (segment.Id, Wide: ClusterPair.Wide(segment.Category, place + 1)))
                .ToDictionary(entry => entry.Id, entry => entry.Wide);
    }

    /// <summary>Adds the pairs of an image, ids being class or cluster + 256 * instance, 255 being void.</summary>
    internal void Add(SegmentPair[] pairs) => AddWide(
        [.. pairs.Select(pair => new SegmentPair(ClusterPair.OfBytes(pair.Truth), ClusterPair.OfBytes(pair.Prediction), pair.Pixels))]);

    private void AddWide(SegmentPair[] pairs)
    {
        images.Add(pairs);
        foreach (var pair in pairs)
        {
            var (k, c) = (ClusterPair.Label(pair.Prediction), ClusterPair.Label(pair.Truth));
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

    /// <summary>Writes the tables for another process.</summary>
    public void Write(BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write7BitEncodedInt(options.Clusters);
        writer.Write7BitEncodedInt(options.Classes);
        writer.WriteEach(images, (to, pairs) => to.WriteEach(pairs, (one, pair) =>
        {
            one.Write(pair.Truth);
            one.Write(pair.Prediction);
            one.Write7BitEncodedInt64(pair.Pixels);
        }));
    }

    /// <summary>Reads what <see cref="Write"/> wrote, images in their order.</summary>
    /// <param name="reader">What is read.</param>
    /// <param name="options">The settings with which it was collected.</param>
    /// <exception cref="InvalidDataException">They are no tables of so many clusters and classes.</exception>
    /// <exception cref="EndOfStreamException">The bytes end early.</exception>
    public static UnsupervisedTables Read(BinaryReader reader, UnsupervisedOptions options)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var read = new UnsupervisedTables(options);
        var (clusters, classes) = (reader.Read7BitEncodedInt(), reader.Read7BitEncodedInt());
        if ((clusters, classes) != (options.Clusters, options.Classes))
        {
            throw new InvalidDataException(
                $"tables of {clusters} clusters and {classes} classes, where there are {options.Clusters} and {options.Classes}");
        }

        foreach (var pairs in reader.ReadEach(image => image.ReadEach(
            pair => new SegmentPair(pair.ReadInt32(), pair.ReadInt32(), pair.Read7BitEncodedInt64()))))
        {
            read.AddWide([.. pairs]);
        }

        return read;
    }

    /// <summary>Names the clusters and scores all images.</summary>
    /// <param name="order">
    /// The images, by when they were added, in the order of what is said of each; null for that order itself. No number depends on it.
    /// </param>
    public UnsupervisedScores Score(IReadOnlyList<int>? order = null)
    {
        var identity = Enumerable.Range(0, Math.Max(options.Classes, options.Clusters))
            .Select(k => k < options.Classes ? k : UnsupervisedOptions.Void).ToArray();
        var assigned = ClusterAssignment.Assign(pixels, options, apart: true);
        var semantic = ClusterAssignment.Assign(pixels, options, apart: false);
        var panoptic = options.DisableMatching ? identity : assigned;
        var sums = new ImageSums(
            options, order is null ? images : [.. order.Select(place => images[place])], panoptic,
            options.DisableMatching ? identity : semantic);
        return sums.Score(null) with
        {
            Assignments = assigned,
            SemanticAssignments = semantic,
            Pixels = pixels,
            PredictedVoidShare = VoidShare(panoptic),
            ImageQualities = sums.Qualities(),
            Resample = weights =>
            {
                var drawn = sums.Score(weights);
                return new ResampledScores(
                    [
                        drawn.All.PQ, drawn.All.SQ, drawn.All.RQ, drawn.Things.PQ, drawn.Things.SQ, drawn.Things.RQ, drawn.Stuff.PQ,
                        drawn.Stuff.SQ, drawn.Stuff.RQ, drawn.Accuracy, drawn.MeanIoU,
                    ],
                    [.. drawn.Classes.Select(c => c.Counts ? c.PQ : double.NaN)]);
            },
        };
    }

    private static void Check(UnsupervisedOptions options)
    {
        var classes = options.Things.Concat(options.StuffClasses).ToList();
        var problem = options.Clusters is < 1 or > UnsupervisedOptions.MostClusters ? $"{options.Clusters} clusters"
            : classes.Count == 0 ? "no class"
            : classes.Any(c => c is < 0 or > 254) ? $"class {classes.First(c => c is < 0 or > 254)}"
            : classes.Distinct().Count() != classes.Count ? "a class listed twice"
            : options.ThingPrototypes is null != options.StuffPrototypes is null ? "prototypes of one side alone"
            : null;
        if (problem is not null)
        {
            throw new InputException(
                "unsupervised protocol", problem,
                $"1..{UnsupervisedOptions.MostClusters} clusters, distinct classes 0..254, prototypes of both sides or none",
                "correct the settings");
        }
    }

    private double VoidShare(int[] classOf)
    {
        var (all, none) = (0L, 0L);
        foreach (var pair in images.SelectMany(image => image).Where(pair => ClusterPair.Label(pair.Truth) < options.Classes))
        {
            var cluster = ClusterPair.Label(pair.Prediction);
            all += pair.Pixels;
            none += cluster < classOf.Length && classOf[cluster] < options.Classes ? 0 : pair.Pixels;
        }

        return all == 0 ? 0 : (double)none / all;
    }
}
