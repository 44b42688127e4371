using System.Runtime.InteropServices;
using Panoptes.Foundation;
using Panoptes.Models.Weights;
using Panoptes.PseudoLabels.Splitting;
using Panoptes.Tensors;

namespace Panoptes.Cli.Verbs;

/// <summary>Statistics of clusters, Panoptes' own (JSON) and those that CUPS publishes (.pt); nothing in them is executed.</summary>
internal static class PublishedCounts
{
    private const string All = "distribution all pixels";
    private const string Inside = "distribution inside object proposals";
    private const string Proposals = "distribution per object proposal";

    /// <summary>The sum over files; null without any.</summary>
    /// <exception cref="InputException">A file is missing, holds something else, or other clusters than the first.</exception>
    public static ClusterCounts? Sum(IReadOnlyList<string> paths)
    {
        ClusterCounts? sum = null;
        foreach (var path in paths)
        {
            var counts = path.EndsWith(".json", StringComparison.OrdinalIgnoreCase) ? ClusterCountsFile.Read(path) : Read(path);
            sum ??= new ClusterCounts(counts.Clusters);
            sum.Add(counts, path);
        }

        return sum;
    }

    private static ClusterCounts Read(string path)
    {
        using var file = WeightFile.Open(path);
        var all = Numbers(file, All);
        var proposals = file.Find(Proposals) is null ? new long[all.Length] : Numbers(file, Proposals);
        return ClusterCounts.From(all, Numbers(file, Inside), proposals, path);
    }

    private static long[] Numbers(WeightFile file, string name)
    {
        if (file.Find(name) is not { } entry || entry.DType != DType.Int64 || entry.Shape.Count != 1)
        {
            throw new InputException(
                file.Path, $"no list of 64-bit numbers \"{name}\"", "statistics of things and stuff", "point at pseudo_classes_split_N.pt");
        }

        return MemoryMarshal.Cast<byte, long>(file.ReadBytes(entry)).ToArray();
    }
}
