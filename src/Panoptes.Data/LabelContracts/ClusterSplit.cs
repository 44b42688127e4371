namespace Panoptes.Data.LabelContracts;

/// <summary>
/// Which clusters are things and which are stuff. The order counts: it numbers train ids and the channels of heads, so it is stored and
/// never computed again. A cluster in neither list is void.
/// </summary>
/// <param name="Things">Cluster ids of countable objects, in order.</param>
/// <param name="Stuff">Cluster ids of the rest, in order.</param>
/// <param name="Rule">How they were told apart.</param>
/// <param name="Threshold">The rule's threshold as it was set; null for a list.</param>
public sealed record ClusterSplit(
    IReadOnlyList<int> Things, IReadOnlyList<int> Stuff, ThingRule Rule = ThingRule.Ids, double? Threshold = null)
{
    /// <summary>A split by a list of things: all other clusters are stuff, by ascending id.</summary>
    /// <param name="clusters">How many clusters there are.</param>
    /// <param name="things">The things, in order.</param>
    public static ClusterSplit Ids(int clusters, IReadOnlyList<int> things) =>
        new(things, [.. Enumerable.Range(0, Math.Max(0, clusters)).Except(things)]);
}
