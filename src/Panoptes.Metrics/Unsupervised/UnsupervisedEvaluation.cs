using Panoptes.Foundation;
using Panoptes.Imaging;

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
        var images = new UnsupervisedTables[names.Count];
        ParallelImages.Run(names.Count, threads > 0 ? threads : Environment.ProcessorCount, () => new SegmentPairCounter(), (counter, i) =>
        {
            images[i] = new UnsupervisedTables(options, counter);
            Add(images[i], names[i]);
        }, _ => { });
        var total = new UnsupervisedTables(options);
        foreach (var image in images)
        {
            total.Merge(image);
        }

        return total.Score();
    }

    private void Add(UnsupervisedTables tables, string name)
    {
        var (truthPath, predictionPath) = (Path.Combine(truthFolder, name), Path.Combine(predictionFolder, name));
        var truthClass = Read<byte>(truthPath + Semantic);
        var truthInstance = Read<ushort>(truthPath + Instance);
        var cluster = Read<byte>(predictionPath + Semantic);
        var predictedInstance = Read<ushort>(predictionPath + Instance);
        var size = (truthClass.Width, truthClass.Height);
        CityscapesBuffers.CheckSize(truthPath + Instance, (truthInstance.Width, truthInstance.Height), truthPath + Semantic, size);
        CityscapesBuffers.CheckSize(predictionPath + Semantic, (cluster.Width, cluster.Height), truthPath + Semantic, size);
        CityscapesBuffers.CheckSize(predictionPath + Instance, (predictedInstance.Width, predictedInstance.Height), truthPath + Semantic, size);
        tables.Add(truthClass.Pixels, truthInstance.Pixels, cluster.Pixels, predictedInstance.Pixels);
    }

    private static Plane<T> Read<T>(string path)
        where T : unmanaged, System.Numerics.IBinaryInteger<T> =>
        File.Exists(path) ? PngFile.ReadLabels<T>(path) : throw new InputException(path, "no such file", "a PNG beside its partner", "predict it too");
}
