namespace Panoptes.Data.LabelContracts;

/// <summary>
/// How clusters were told into things and stuff (spec 3). The ratio of a cluster is the share of its pixels that lie inside of objects, its
/// share that ratio over the sum of all clusters' ratios.
/// </summary>
public enum ThingRule
{
    /// <summary>Somebody listed them; there is no threshold.</summary>
    Ids,

    /// <summary>By descending ratio, the clusters before the first whose share is not above the threshold, as CUPS has it.</summary>
    Share,

    /// <summary>Clusters whose share is at least the threshold times 27 / K.</summary>
    ScaledShare,

    /// <summary>Clusters whose ratio is at least the threshold.</summary>
    Ratio,
}
