using Panoptes.Data.LabelContracts;
using Panoptes.Foundation;

namespace Panoptes.PseudoLabels.Splitting;

/// <summary>
/// Clusters told apart into things and stuff (spec 3). Their order defines the channels of a network's heads: store it, never compute it
/// again.
/// </summary>
/// <param name="Things">Thing clusters, by descending ratio; ties by lower id.</param>
/// <param name="Stuff">The other clusters, in the same order.</param>
/// <param name="Ratios">Of every cluster, by id: the share of its pixels that lies inside proposals, in [0, 1].</param>
/// <param name="Shares">Of every cluster, by id: its ratio over the sum of ratios; not a number where there is no proposal.</param>
public sealed record ThingStuffSplit(
    IReadOnlyList<int> Things, IReadOnlyList<int> Stuff, IReadOnlyList<double> Ratios, IReadOnlyList<double> Shares)
{
    // The reference's guard against clusters without pixels.
    private const double Epsilon = 1e-6;

    // The number of clusters that CUPS' threshold is made for.
    private const double UsualClusters = 27;

    /// <summary>Tells the clusters apart.</summary>
    /// <param name="counts">The counts of the whole data set.</param>
    /// <param name="config">The rule.</param>
    /// <exception cref="InputException">A listed id is no cluster.</exception>
    public static ThingStuffSplit Make(ClusterCounts counts, SplitConfig config)
    {
        ArgumentNullException.ThrowIfNull(counts);
        ArgumentNullException.ThrowIfNull(config);
        if (config.Ids.FirstOrDefault(id => id >= counts.Clusters, -1) is >= 0 and var unknown)
        {
            throw new InputException("split.ids", $"{unknown}", $"clusters from 0 to {counts.Clusters - 1}", "correct the list");
        }

        // The published rule counts in single precision, and its threshold decides there.
        var isSingle = config.Rule == ThingRule.Share;
        var ratios = Enumerable.Range(0, counts.Clusters).Select(c => isSingle
            ? counts.InsidePixels[c] / (counts.AllPixels[c] + (float)Epsilon)
            : counts.InsidePixels[c] / (counts.AllPixels[c] + Epsilon)).ToArray();
        var order = Enumerable.Range(0, counts.Clusters).OrderByDescending(c => ratios[c]).ToArray();
        var sum = isSingle ? order.Aggregate(0f, (sum, c) => sum + (float)ratios[c]) : order.Sum(c => ratios[c]);
        var shares = Array.ConvertAll(ratios, ratio => isSingle ? (float)ratio / (float)sum : ratio / sum);
        bool IsThing(int cluster) => config.Rule switch
        {
            ThingRule.Share => shares[cluster] > (float)config.Threshold,
            ThingRule.Ratio => ratios[cluster] >= config.Threshold,
            ThingRule.ScaledShare => shares[cluster] >= config.Threshold * UsualClusters / counts.Clusters,
            _ => config.Ids.Contains(cluster),
        };
        var things = order.Where(IsThing).ToArray();
        if (config.Rule == ThingRule.Share && things.Length == order.Length)
        {
            things = [];
        }

        return new ThingStuffSplit(things, [.. order.Except(things)], ratios, shares);
    }

    /// <summary>There must be at least one thing and one stuff cluster.</summary>
    /// <param name="source">What the clusters are of, for the error.</param>
    /// <param name="config">The rule that told them apart.</param>
    /// <exception cref="InputException">There is none.</exception>
    public void Check(string source, SplitConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        if (Things.Count > 0 && Stuff.Count > 0)
        {
            return;
        }

        var largest = Ratios.Max();
        var found = Things.Count > 0 ? "no stuff cluster"
            : largest == 0 ? "no pixel inside a proposal, so no thing cluster"
            : Shares.All(share => share > config.Threshold) && config.Rule == ThingRule.Share
                ? $"all {Ratios.Count} clusters above the share of {config.Threshold}, which makes none a thing"
                : FormattableString.Invariant($"no thing cluster (largest ratio {largest:G3}, share {Shares.Max():G3})");
        throw new InputException(
            source, found, "at least one thing and one stuff cluster",
            $"set split.rule and split.threshold (now {config.Threshold}), name them with split.ids, or give proposals");
    }
}
