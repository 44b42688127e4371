using Panoptes.Formats.Labels;
using Panoptes.Foundation;
using Panoptes.Metrics.Pixels;

namespace Panoptes.Metrics.Unsupervised;

/// <summary>
/// The unsupervised protocol on folders of <c>*_semantic.png</c> (8 bits, 255 is void) and <c>*_instance.png</c> (up to 16
/// bits).
/// </summary>
public sealed class UnsupervisedEvaluation
{
    private const string Semantic = "_semantic";
    private const string Instance = "_instance";

    private readonly ClassAndInstance truths;
    private readonly ClassAndInstance predictions;
    private readonly List<string> names;

    /// <summary>Lists the images.</summary>
    /// <param name="truthFolder">Class and instance ids.</param>
    /// <param name="predictionFolder">Cluster and instance ids under the same names.</param>
    public UnsupervisedEvaluation(string truthFolder, string predictionFolder)
    {
        truths = ClassAndInstance.Below(truthFolder);
        predictions = ClassAndInstance.Below(predictionFolder);
        names = [.. truths.Classes.Keys.Union(truths.Instances.Keys).Order(StringComparer.Ordinal)];
        if (names.Count == 0)
        {
            throw new InputException(
                truthFolder, $"no *{Semantic}.png", $"pairs of *{Semantic}.png and *{Instance}.png", "check the folder");
        }

        Unused = [.. predictions.Classes.Keys.Union(predictions.Instances.Keys).Except(names).Order(StringComparer.Ordinal)];
    }

    /// <summary>Predictions that no ground truth has, without their endings.</summary>
    public IReadOnlyList<string> Unused { get; }

    /// <summary>The images, without their endings, in order.</summary>
    public IReadOnlyList<string> Names => names;

    /// <summary>How many images there are.</summary>
    public int Count => names.Count;

    /// <summary>Reads all images, names the clusters and scores.</summary>
    /// <param name="options">Which clusters and classes there are, and how they are matched.</param>
    /// <param name="threads">Worker threads; 0 for all cores.</param>
    /// <param name="progress">Told how many of how many images are done, from any thread; null tells nobody.</param>
    public UnsupervisedScores Run(UnsupervisedOptions options, int threads = 0, Action<int, int>? progress = null)
    {
        var images = new SegmentPair[names.Count][];
        ParallelItems.Run(
            names.Count, threads > 0 ? threads : Environment.ProcessorCount, () => new Worker(),
            (worker, i) => images[i] = worker.Count(truths.Of(names[i]), predictions.Of(names[i])), _ => { }, progress);
        var total = new UnsupervisedTables(options);
        foreach (var pairs in images)
        {
            total.Add(pairs);
        }

        return total.Score();
    }

    /// <summary>The buffers of one worker: four maps and a file.</summary>
    private sealed class Worker
    {
        private readonly SegmentPairCounter counter = new();
        private readonly FileBuffer file = new();
        private readonly LabelMapBuffer<byte> truthClass = new();
        private readonly LabelMapBuffer<ushort> truthInstance = new();
        private readonly LabelMapBuffer<byte> cluster = new();
        private readonly LabelMapBuffer<ushort> predictedInstance = new();

        public SegmentPair[] Count((string Classes, string Instances) truth, (string Classes, string Instances) prediction)
        {
            truthClass.Read(truth.Classes, file);
            truthInstance.Read(truth.Instances, file);
            cluster.Read(prediction.Classes, file);
            predictedInstance.Read(prediction.Instances, file);
            GroundTruthSize.Require(truth.Instances, truthInstance.Size, truth.Classes, truthClass.Size);
            GroundTruthSize.Require(prediction.Classes, cluster.Size, truth.Classes, truthClass.Size);
            GroundTruthSize.Require(prediction.Instances, predictedInstance.Size, truth.Classes, truthClass.Size);
            return counter.Count(truthClass.Pixels, truthInstance.Pixels, cluster.Pixels, predictedInstance.Pixels);
        }
    }

    /// <summary>The two maps of every image of a side.</summary>
    private sealed record ClassAndInstance(
        string Folder, IReadOnlyDictionary<string, string> Classes, IReadOnlyDictionary<string, string> Instances)
    {
        public static ClassAndInstance Below(string folder)
        {
            static void Refuse(InputException twice) => throw twice;
            return new(folder, KeyedFiles.List(folder, Refuse, Semantic), KeyedFiles.List(folder, Refuse, Instance));
        }

        public (string Classes, string Instances) Of(string name) => (Of(Classes, name, Semantic), Of(Instances, name, Instance));

        private string Of(IReadOnlyDictionary<string, string> files, string name, string suffix) => files.TryGetValue(name, out var path)
            ? path
            : throw new InputException(
                Path.Combine(Folder, name) + suffix + ".png", "no such file", "a PNG beside its partner", "predict it too");
    }
}
