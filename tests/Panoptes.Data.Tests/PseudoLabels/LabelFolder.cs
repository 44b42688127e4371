using Panoptes.Data.Configuration;
using Panoptes.Data.LabelContracts;
using Panoptes.Data.Readers;
using Panoptes.Data.Samples;
using Panoptes.Foundation;
using Panoptes.Imaging;
using Panoptes.Imaging.Codecs.Png;
using Panoptes.Tests;

namespace Panoptes.Data.Tests.PseudoLabels;

/// <summary>Writes images with pseudo-labels: 4 clusters, of which 2 and 0 are things; blocks of clusters, an object or none.</summary>
internal static class LabelFolder
{
    public static readonly LabelContract Contract = new()
    {
        Producer = new LabelProducer("test"),
        Native = new LabelSize(32, 16),
        Label = new LabelSize(16, 8),
        Scale = 0.5,
        Clusters = 4,
        Split = new ClusterSplit([2, 0], [3, 1]),
    };

    public static void Labels(
        this TemporaryFolder folder, string stem, LabelSize size, int seed = 0, bool isWide = false, bool hasObjects = true)
    {
        var random = new SeededRandom(seed);
        var (semantic, instance) = (new Plane<ushort>(size.Width, size.Height), new Plane<ushort>(size.Width, size.Height));
        for (var y = 0; y < size.Height; y += 4)
        {
            for (var x = 0; x < size.Width; x += 4)
            {
                var (cluster, number) = (random.NextInt(0, 4), hasObjects ? random.NextInt(0, 3) : 0);
                for (var i = 0; i < 16; i++)
                {
                    semantic[Math.Min(x + (i % 4), size.Width - 1), Math.Min(y + (i / 4), size.Height - 1)] = (ushort)cluster;
                    instance[Math.Min(x + (i % 4), size.Width - 1), Math.Min(y + (i / 4), size.Height - 1)] = (ushort)number;
                }
            }
        }

        // Every folder has both things, an object and void.
        (semantic[0, 0], semantic[1, 0], semantic[2, 0]) = (2, 0, 255);
        instance[0, 0] = (ushort)(hasObjects ? 7 : 0);
        (instance[1, 0], instance[2, 0]) = (0, 0);
        Write(folder.NewFile($"labels/{stem}_semantic.png"), semantic, isWide);
        Write(folder.NewFile($"labels/{stem}_instance.png"), instance, isWide);
    }

    public static DataConfig Config(this TemporaryFolder folder, string root = "data", bool keepEmpty = false) => new()
    {
        Root = folder[root],
        Format = DataFormat.PseudoLabels,
        PseudoLabels = new PseudoLabelConfig { Folder = folder["labels"], KeepEmpty = keepEmpty },
        SegmentIndex = folder["kept"],
    };

    public static IDataset Open(this TemporaryFolder folder, string split = "train", string root = "data", bool keepEmpty = false) =>
        Datasets.Open(folder.Config(root, keepEmpty), split);

    public static void Declare(this TemporaryFolder folder, LabelContract contract) =>
        LabelContractFile.Write(folder.NewFile("labels/labels.json"), contract);

    private static void Write(string file, Plane<ushort> ids, bool isWide)
    {
        if (isWide)
        {
            PngFile.WriteGray(file, ids);
        }
        else
        {
            PngFile.WriteGray(file, new Plane<byte>(ids.Width, ids.Height, [.. ids.Pixels.Select(id => (byte)id)]));
        }
    }
}
