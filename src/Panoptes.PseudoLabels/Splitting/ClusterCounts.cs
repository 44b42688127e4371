using Panoptes.Foundation;
using Panoptes.Imaging;

namespace Panoptes.PseudoLabels.Splitting;

/// <summary>
/// How many pixels each cluster has, and how many of them lie inside an object proposal: what things and stuff are told apart by
/// (spec 3). Counts of parts of a data set add up to those of the whole.
/// </summary>
public sealed class ClusterCounts
{
    private readonly long[] all;
    private readonly long[] inside;
    private readonly long[] proposals;

    /// <summary>Counts of <paramref name="clusters"/> clusters, all 0.</summary>
    public ClusterCounts(int clusters)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(clusters);
        (all, inside, proposals) = (new long[clusters], new long[clusters], new long[clusters]);
    }

    private ClusterCounts(long[] all, long[] inside, long[] proposals) =>
        (this.all, this.inside, this.proposals) = (all, inside, proposals);

    /// <summary>The number of clusters, K.</summary>
    public int Clusters => all.Length;

    /// <summary>Pixels of each cluster, K numbers.</summary>
    public IReadOnlyList<long> AllPixels => all;

    /// <summary>Pixels of each cluster that lie inside a proposal, K numbers.</summary>
    public IReadOnlyList<long> InsidePixels => inside;

    /// <summary>Proposals of each cluster, K numbers.</summary>
    public IReadOnlyList<long> Proposals => proposals;

    /// <summary>Counts that were read somewhere.</summary>
    /// <param name="allPixels">Pixels of each cluster.</param>
    /// <param name="insidePixels">Those of them inside a proposal.</param>
    /// <param name="proposals">Proposals of each cluster.</param>
    /// <param name="source">Where they come from, for the error.</param>
    /// <exception cref="InputException">The lists differ in length, are empty, or a number is impossible.</exception>
    public static ClusterCounts From(
        IReadOnlyList<long> allPixels, IReadOnlyList<long> insidePixels, IReadOnlyList<long> proposals, string source)
    {
        const string Advice = "write the statistics again";
        if (allPixels.Count == 0 || insidePixels.Count != allPixels.Count || proposals.Count != allPixels.Count)
        {
            throw new InputException(
                source, $"counts of {allPixels.Count}, {insidePixels.Count} and {proposals.Count} clusters",
                "three lists of the same number of clusters", Advice);
        }

        for (var c = 0; c < allPixels.Count; c++)
        {
            if (insidePixels[c] < 0 || proposals[c] < 0 || insidePixels[c] > allPixels[c])
            {
                throw new InputException(
                    source, $"cluster {c}: {insidePixels[c]} of {allPixels[c]} pixels inside {proposals[c]} proposals",
                    "no number below 0, and no more pixels inside proposals than there are", Advice);
            }
        }

        return new ClusterCounts([.. allPixels], [.. insidePixels], [.. proposals]);
    }

    /// <summary>Counts one image.</summary>
    /// <param name="semantic">Cluster ids; those from K on are void and not counted.</param>
    /// <param name="instances">Of the same size: 0 where no proposal is, else the proposal's number.</param>
    /// <remarks>A proposal counts for the cluster of its first pixel, row by row: align clusters to proposals first.</remarks>
    /// <exception cref="ArgumentException">The sizes differ.</exception>
    public void Add(Plane<ushort> semantic, Plane<ushort> instances)
    {
        ArgumentNullException.ThrowIfNull(semantic);
        ArgumentNullException.ThrowIfNull(instances);
        if (semantic.Width != instances.Width || semantic.Height != instances.Height)
        {
            throw new ArgumentException("the maps differ in size", nameof(instances));
        }

        var seen = new bool[ushort.MaxValue + 1];
        for (var i = 0; i < semantic.Pixels.Length; i++)
        {
            var (cluster, instance) = (semantic.Pixels[i], instances.Pixels[i]);
            var counts = cluster < all.Length;
            all[counts ? cluster : 0] += counts ? 1 : 0;
            if (instance == 0)
            {
                continue;
            }

            inside[counts ? cluster : 0] += counts ? 1 : 0;
            if (!seen[instance])
            {
                seen[instance] = true;
                proposals[counts ? cluster : 0] += counts ? 1 : 0;
            }
        }
    }

    /// <summary>Adds the counts of another part of the data set.</summary>
    /// <param name="other">The counts.</param>
    /// <param name="source">Where they come from, for the error.</param>
    /// <exception cref="InputException">They are of another number of clusters.</exception>
    public void Add(ClusterCounts other, string source = "statistics")
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.Clusters != Clusters)
        {
            throw new InputException(
                source, $"counts of {other.Clusters} clusters", $"{Clusters} as in the other files", "sum statistics of one clustering");
        }

        for (var c = 0; c < all.Length; c++)
        {
            all[c] = checked(all[c] + other.all[c]);
            inside[c] = checked(inside[c] + other.inside[c]);
            proposals[c] = checked(proposals[c] + other.proposals[c]);
        }
    }
}
