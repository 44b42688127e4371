using Panoptes.Data.Classes;
using Panoptes.Metrics.Unsupervised;

namespace Panoptes.Experiments.LabelReports;

/// <summary>
/// Names clusters by the classes that they share most pixels with, as the unsupervised protocol does: one to one by Hungarian matching,
/// things and stuff apart where the clusters have both, and each cluster that is left over by its most frequent class.
/// </summary>
internal static class ClusterNames
{
    /// <summary>The class of every cluster.</summary>
    /// <param name="pairs">Labels and truth.</param>
    /// <param name="clusters">The clusters.</param>
    /// <param name="classes">The classes.</param>
    /// <returns>By train id of the clusters that of the class, or the classes' void id.</returns>
    public static int[] Of(LabelPairs pairs, ClassTable clusters, ClassTable classes)
    {
        var shared = Enumerable.Range(0, clusters.Count).Select(_ => new long[classes.Count]).ToArray();
        for (var i = 0; i < pairs.Count; i++)
        {
            var (truth, labels) = pairs.Load(i);
            Count(shared, truth.Labels!.Pixels, LabelPairs.Fitted(labels.Labels!, truth.TruthSize).Pixels);
        }

        var (things, thingClusters) = (classes.Things.ToHashSet(), clusters.Things.ToHashSet());
        var isApart = things.Count > 0 && things.Count < classes.Count && thingClusters.Count > 0
            && thingClusters.Count < clusters.Count;
        var assigned = ClusterAssignment.Assign(
            shared,
            new UnsupervisedOptions
            {
                Things = [.. things.Order()],
                StuffClasses = [.. Enumerable.Range(0, classes.Count).Where(id => !things.Contains(id))],
                Clusters = clusters.Count,
                ThingPrototypes = [.. thingClusters.Order()],
                StuffPrototypes = [.. Enumerable.Range(0, clusters.Count).Where(id => !thingClusters.Contains(id))],
            },
            isApart);

        // A cluster that shares no pixel with any class is none.
        return [.. assigned.Select((id, cluster) => id < classes.Count && shared[cluster].Sum() > 0 ? id : classes.VoidTrainId)];
    }

    private static void Count(long[][] shared, ushort[] truth, ushort[] labels)
    {
        for (var i = 0; i < truth.Length; i++)
        {
            if (labels[i] < shared.Length && truth[i] < shared[0].Length)
            {
                shared[labels[i]][truth[i]]++;
            }
        }
    }
}
