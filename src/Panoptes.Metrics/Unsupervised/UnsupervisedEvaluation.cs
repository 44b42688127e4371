using System.Numerics;
using Panoptes.Foundation;

namespace Panoptes.Metrics;

/// <summary>
/// The unsupervised protocol on folders of <c>*_semantic.png</c> (8 bits, 255 is void) and <c>*_instance.png</c> (up to 16
/// bits).
/// </summary>
public sealed class UnsupervisedEvaluation
{
    private const string Semantic = "_semantic.png";
    private const string Instance = "_instance.png";

    private readonly string truthFolder;
    private readonly string predictionFolder;
    private readonly List<string> names;

    /// <summary>Lists the images.</summary>
    /// <param name="truthFolder">Class and instance ids.</param>
    /// <param name="predictionFolder">Cluster and instance ids under the same names.</param>
    public UnsupervisedEvaluation(string truthFolder, string predictionFolder)
    {
        this.truthFolder = InputFolder.Folder(truthFolder);
        this.predictionFolder = InputFolder.Folder(predictionFolder);
        names = [.. Directory.EnumerateFiles(truthFolder, "*" + Semantic, SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(truthFolder, path)[..^Semantic.Length]).Order(StringComparer.Ordinal)];
        if (names.Count == 0)
        {
            throw new InputException(truthFolder, $"no *{Semantic}", $"pairs of *{Semantic} and *{Instance}", "check the folder");
        }
    }

    /// <summary>The images, without their endings, in order.</summary>
    public IReadOnlyList<string> Names => names;

    /// <summary>How many images there are.</summary>
    public int Count => names.Count;

    /// <summary>Reads all images, names the clusters and scores.</summary>
    public UnsupervisedScores Run(UnsupervisedOptions options, int threads = 0)
    {
        var images = new SegmentPair[names.Count][];
        ParallelImages.Run(
            names.Count, threads > 0 ? threads : Environment.ProcessorCount, () => new Worker(), (worker, i) => images[i] = worker.Count(Path.Combine(truthFolder, names[i]), Path.Combine(predictionFolder, names[i])), _ => { });
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

        public SegmentPair[] Count(string truthPath, string predictionPath)
        {
            Read(truthClass, truthPath + Semantic);
            Read(truthInstance, truthPath + Instance);
            Read(cluster, predictionPath + Semantic);
            Read(predictedInstance, predictionPath + Instance);
            CityscapesBuffers.CheckSize(truthPath + Instance, truthInstance.Size, truthPath + Semantic, truthClass.Size);
            CityscapesBuffers.CheckSize(predictionPath + Semantic, cluster.Size, truthPath + Semantic, truthClass.Size);
            CityscapesBuffers.CheckSize(predictionPath + Instance, predictedInstance.Size, truthPath + Semantic, truthClass.Size);
            return counter.Count(truthClass.Pixels, truthInstance.Pixels, cluster.Pixels, predictedInstance.Pixels);
        }

        private void Read<T>(LabelMapBuffer<T> map, string path)
            where T : unmanaged, IBinaryInteger<T>
        {
            if (!File.Exists(path))
            {
                throw new InputException(path, "no such file", "a PNG beside its partner", "predict it too");
            }

            map.Read(path, file);
        }
    }
}
