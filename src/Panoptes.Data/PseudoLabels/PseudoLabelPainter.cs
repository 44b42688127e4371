using Panoptes.Data.Classes;
using Panoptes.Data.Configuration;
using Panoptes.Data.LabelContracts;
using Panoptes.Data.Samples;
using Panoptes.Foundation;
using Panoptes.Imaging;

namespace Panoptes.Data.PseudoLabels;

/// <summary>
/// Makes layers of label maps (spec 5.1). An object has one class, by its clusters; one whose class is not a thing is no object, and its
/// pixels are void. All else keeps the class of its cluster, pixel by pixel.
/// </summary>
/// <param name="contract">The contract.</param>
/// <param name="classes">Its class table.</param>
/// <param name="rules">How objects are read.</param>
public sealed class PseudoLabelPainter(LabelContract contract, ClassTable classes, PseudoLabelRules rules)
{
    private readonly int[] trainIds = classes.Lookup;
    private readonly bool[] isThing = [.. Enumerable.Range(0, classes.Count).Select(id => classes[id].IsThing)];

    /// <summary>Makes the layers.</summary>
    /// <param name="maps">The label maps.</param>
    /// <param name="source">What messages call the semantic map, best its file.</param>
    /// <exception cref="InputException">A pixel has an id that is no cluster.</exception>
    public PseudoLabelLayers Paint(PseudoLabelMaps maps, string source)
    {
        ArgumentNullException.ThrowIfNull(maps);
        var (width, height) = (maps.Semantic.Width, maps.Semantic.Height);
        var things = Things(maps, source);
        var keepsInvalid = rules.KeepsInvalidWhereNoneIsValid && things.Count == 0;
        var labels = new Plane<ushort>(width, height);
        var ids = new Plane<int>(width, height);
        var firstStuffId = things.Keys.DefaultIfEmpty(0).Max() + 1;
        var areas = new SortedDictionary<int, long>();
        maps.ForRuns((start, length, cluster, instance) =>
        {
            var trainId = trainIds[cluster];
            var isObject = instance > 0 && things.ContainsKey(instance);
            if (trainId != classes.VoidTrainId && !isObject
                && (instance > 0 ? !keepsInvalid : rules.IgnoreUnknownThings && isThing[trainId]))
            {
                trainId = classes.VoidTrainId;
            }

            labels.Pixels.AsSpan(start, length).Fill((ushort)trainId);
            var id = isObject ? instance
                : trainId != classes.VoidTrainId && !isThing[trainId] ? firstStuffId + trainId
                : 0;
            if (id != 0)
            {
                ids.Pixels.AsSpan(start, length).Fill(id);
                areas[id] = areas.GetValueOrDefault(id) + length;
            }
        });
        return new PseudoLabelLayers(labels, new SegmentMap(ids, [.. areas.Select(area => things.TryGetValue(area.Key, out var trainId)
            ? new Segment(area.Key, trainId, true, false, area.Value)
            : new Segment(area.Key, area.Key - firstStuffId, false, false, area.Value))]));
    }

    /// <summary>The train id of every object whose class is a thing.</summary>
    private SortedDictionary<int, int> Things(PseudoLabelMaps maps, string source)
    {
        var votes = new Dictionary<(int Instance, int Cluster), long>();
        maps.ForRuns((start, length, cluster, instance) =>
        {
            if (trainIds[cluster] < 0)
            {
                throw NoCluster(source, cluster, start % maps.Semantic.Width, start / maps.Semantic.Width);
            }

            if (instance > 0)
            {
                votes[(instance, cluster)] = votes.GetValueOrDefault((instance, cluster)) + length;
            }
        });
        var things = new SortedDictionary<int, int>();
        foreach (var instance in votes.GroupBy(vote => vote.Key.Instance))
        {
            var trainId = ClassOf(instance.Select(vote => (vote.Key.Cluster, vote.Value)));
            if (trainId != classes.VoidTrainId && isThing[trainId])
            {
                things.Add(instance.Key, trainId);
            }
        }

        return things;
    }

    private int ClassOf(IEnumerable<(int Cluster, long Pixels)> votes)
    {
        if (rules.InstanceClass == InstanceClassRule.Largest)
        {
            return trainIds[votes.Max(vote => vote.Cluster)];
        }

        var best = votes.Where(vote => trainIds[vote.Cluster] != classes.VoidTrainId)
            .OrderByDescending(vote => vote.Pixels).ThenBy(vote => vote.Cluster).Take(1).ToArray();
        return best is [var (cluster, _)] ? trainIds[cluster] : classes.VoidTrainId;
    }

    private InputException NoCluster(string source, int id, int x, int y) => new(
        source, $"cluster id {id} at pixel ({x},{y})",
        $"0 to {contract.Clusters - 1} ({contract.Clusters} clusters) or {contract.VoidId} (void)",
        $"declare the folder with at least {id + 1} clusters, or with {id} as void, where that is what it means");
}
