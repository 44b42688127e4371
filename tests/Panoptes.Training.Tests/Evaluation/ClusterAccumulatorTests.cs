using Panoptes.Data.Classes;
using Panoptes.Data.Samples;
using Panoptes.Data.Synthetic;
using Panoptes.Imaging;
using Panoptes.Imaging.Predictions;
using Panoptes.Metrics.Panoptic;
using Panoptes.Training.Evaluation;
using Panoptes.Training.Evaluation.Kinds;
using Panoptes.Training.Evaluation.Predictions;

namespace Panoptes.Training.Tests.Evaluation;

public sealed class ClusterAccumulatorTests
{
    private readonly SyntheticDataset scenes = new(new SyntheticScenes(64, 48, 3), 6);

    [Theory]
    [InlineData(0)]
    [InlineData(293)]
    public void A_network_that_is_right_up_to_the_names_of_its_clusters_is_right(int unused)
    {
        var clusters = Clusters(scenes.Classes.Count + unused, id => IsThing(Class(id)));
        var result = Measure(clusters, new ClusterMatching(), id => Cluster(id));
        Assert.Equal(1, Value(result, "unsupervised_pq"), 12);
        Assert.Equal(1, Value(result, "unsupervised_mean_iou"), 12);
        Assert.Equal(1, Value(result, "unsupervised_accuracy"), 12);
        Assert.Equal(0, Value(result, "predicted_void"));
        var detail = (ClusterDetail)result.Detail;
        Assert.All(Enumerable.Range(0, scenes.Classes.Count), id => Assert.Equal(id, detail.Scores.SemanticAssignments[Cluster(id)]));
        Assert.Contains(result.Detail.Remarks, line => line.Contains("cluster_0 = ", StringComparison.Ordinal));
    }

    [Fact]
    public void Clusters_of_things_are_named_by_things_only_where_the_two_are_matched_apart()
    {
        // Every cluster is said to be stuff: matched apart, no thing class can be named.
        var clusters = Clusters(scenes.Classes.Count, _ => false);
        var apart = (ClusterDetail)Measure(clusters, new ClusterMatching(), id => Cluster(id)).Detail;
        Assert.All(apart.Scores.Assignments, id => Assert.False(IsThing(id)));
        var together = (ClusterDetail)Measure(clusters, new ClusterMatching { Separate = false }, id => Cluster(id)).Detail;
        Assert.Contains(together.Scores.Assignments, IsThing);
    }

    [Fact]
    public void One_to_one_leaves_clusters_over_where_there_are_more_of_them_than_classes()
    {
        var clusters = Clusters(scenes.Classes.Count * 2, id => IsThing(Class(id % scenes.Classes.Count)));
        int Split(int id, int instance) => Cluster(id) + (instance % 2 * scenes.Classes.Count);
        var many = Measure(clusters, new ClusterMatching(), Split);
        var one = Measure(clusters, new ClusterMatching { OneToOne = true }, Split);
        Assert.Equal(0, Value(many, "predicted_void"));
        Assert.True(Value(one, "predicted_void") > 0, $"{Value(one, "predicted_void")}");
    }

    [Fact]
    public void What_is_left_out_is_missed_by_the_official_rule_and_forgiven_by_torchmetrics()
    {
        var clusters = Clusters(scenes.Classes.Count, id => IsThing(Class(id)));
        int? Nothing(int id, int instance) => IsThing(id) ? null : Cluster(id);
        var official = Measure(clusters, new ClusterMatching(), Nothing);
        var forgiving = Measure(clusters, new ClusterMatching { VoidRule = VoidRule.TorchMetrics }, Nothing);
        Assert.Equal(0, Value(official, "unsupervised_pq_things"));
        Assert.False(Value(forgiving, "unsupervised_pq") <= Value(official, "unsupervised_pq"));
    }

    [Fact]
    public void Parts_merge_to_the_whole()
    {
        var clusters = Clusters(scenes.Classes.Count, id => IsThing(Class(id)));
        int Shifted(int id, int instance) => instance % 3 == 0 ? (Cluster(id) + 1) % scenes.Classes.Count : Cluster(id);
        var whole = Measure(clusters, new ClusterMatching(), Shifted);
        var (first, second) = (Begin(clusters, new ClusterMatching()), Begin(clusters, new ClusterMatching()));
        Add(first, Shifted, [1, 3, 5]);
        Add(second, Shifted, [0, 2, 4]);
        first.Merge(second);
        var merged = first.Result();
        Assert.Equal(whole.Metrics.Select(metric => metric.Value), merged.Metrics.Select(metric => metric.Value));
        Assert.Equal(whole.WorstImages.Select(image => image.Name), merged.WorstImages.Select(image => image.Name));
    }

    [Fact]
    public void Classes_of_pixels_alone_are_named_too()
    {
        var clusters = Clusters(scenes.Classes.Count, id => IsThing(Class(id)));
        var counted = EvaluationKind.UnsupervisedSemantic(clusters).Begin(scenes.Classes, new EvaluationConfig());
        Add(counted, (id, _) => Cluster(id), [0, 1, 2]);
        var result = counted.Result();
        Assert.Equal("unsupervised_semantic", result.Kind);
        Assert.Equal(1, result.Metrics[0].Value, 12);
        Assert.Equal("iou", Assert.Single(result.Detail.Columns).Name);
    }

    private static double Value(KindResult result, string name) => result.Metrics.First(metric => metric.Name == name).Value;

    private static ClassTable Clusters(int count, Func<int, bool> isThing) => new(
        "clusters", [.. Enumerable.Range(0, count).Select(id => new ClassEntry(id, id, $"cluster_{id}", default, isThing(id)))], 65535);

    // Clusters run the other way than classes.
    private int Cluster(int id) => scenes.Classes.Count - 1 - id;

    private int Class(int cluster) => scenes.Classes.Count - 1 - cluster;

    private bool IsThing(int id) => id >= 0 && id < scenes.Classes.Count && scenes.Classes[id].IsThing;

    private IEvaluationAccumulator Begin(ClassTable clusters, ClusterMatching matching) =>
        EvaluationKind.Unsupervised(clusters).Begin(scenes.Classes, new EvaluationConfig { Matching = matching });

    private KindResult Measure(ClassTable clusters, ClusterMatching matching, Func<int, int> cluster) =>
        Measure(clusters, matching, (id, _) => (int?)cluster(id));

    private KindResult Measure(ClassTable clusters, ClusterMatching matching, Func<int, int, int> cluster) =>
        Measure(clusters, matching, (id, instance) => (int?)cluster(id, instance));

    private KindResult Measure(ClassTable clusters, ClusterMatching matching, Func<int, int, int?> cluster)
    {
        var counted = Begin(clusters, matching);
        Add(counted, cluster, [.. Enumerable.Range(0, scenes.Count)]);
        return counted.Result();
    }

    private void Add(IEvaluationAccumulator counted, Func<int, int, int> cluster, int[] indices) =>
        Add(counted, (id, instance) => (int?)cluster(id, instance), indices);

    private void Add(IEvaluationAccumulator counted, Func<int, int, int?> cluster, int[] indices)
    {
        foreach (var index in indices)
        {
            var sample = scenes.Load(index);
            counted.Add([(index, sample)], new Renamed(sample, cluster));
        }
    }

    /// <summary>The truth, with clusters in the place of classes.</summary>
    private sealed class Renamed(Sample sample, Func<int, int, int?> cluster) : IBatchPrediction
    {
        public IReadOnlyList<Plane<ushort>> Labels()
        {
            var labels = new Plane<ushort>(sample.Labels!.Width, sample.Labels.Height);
            for (var i = 0; i < labels.Pixels.Length; i++)
            {
                var id = sample.Labels.Pixels[i];
                labels.Pixels[i] = id == 255 ? (ushort)0 : (ushort)(cluster(id, 0) ?? 0);
            }

            return [labels];
        }

        public IReadOnlyList<Plane<ushort>> SureLabels(double least, ushort otherwise) => Labels();

        public (IReadOnlyList<Plane<ushort>> Labels, IReadOnlyList<double>? NegativeLogLikelihoods) Compare(
            IReadOnlyList<Plane<ushort>> truth, int ignore) => (Labels(), null);

        public PanopticPrediction Panoptic(int image)
        {
            var (place, segments) = (0, new List<PredictedSegment>());
            foreach (var segment in sample.Segments!.Segments.Where(segment => segment.CategoryTrainId != 255))
            {
                if (cluster(segment.CategoryTrainId, place++) is { } id)
                {
                    segments.Add(new PredictedSegment(segment.Id, id, true, segment.Area, 1));
                }
            }

            return new PanopticPrediction(sample.Segments.Ids, segments);
        }

        public InstancePrediction Instances(int image) => throw new NotSupportedException();
    }
}
