namespace Panoptes.PseudoLabels.Splitting;

/// <summary>
/// How things are told from stuff. The ratio of a cluster is the share of its pixels that lie inside proposals, its share that ratio over
/// the sum of all clusters' ratios.
/// </summary>
public enum ThingRule
{
    /// <summary>
    /// In descending order of ratio, the clusters before the first whose share is not above the threshold, as CUPS has it. Shares sum to 1:
    /// at most 1 / threshold clusters are things, however many there are. Nothing is a thing where all are above.
    /// </summary>
    Share,

    /// <summary>Clusters whose ratio is at least the threshold.</summary>
    Ratio,

    /// <summary>Clusters whose share is at least the threshold times 27 / K: the same strictness for any number of clusters.</summary>
    ScaledShare,

    /// <summary>The clusters of a list.</summary>
    Ids,
}
