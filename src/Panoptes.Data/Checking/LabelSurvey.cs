using Panoptes.Data.Samples;
using Panoptes.Foundation;

namespace Panoptes.Data.Checking;

/// <summary>
/// Looks before a training whether the labels of a split can teach anything. It stops reading as soon as they can, which is after the first
/// image or two; only labels that cannot are read to the end.
/// </summary>
public static class LabelSurvey
{
    /// <summary>What is wrong with the labels of a split, in the words of <see cref="DataCheck"/>.</summary>
    /// <param name="dataset">The split.</param>
    /// <param name="split">Its name.</param>
    /// <param name="classWeights">Weights of the classes in the loss: a class of weight 0 teaches nothing. Empty where all count
    /// alike.</param>
    /// <returns>Nothing where two classes occur, one of them with a weight; labels that cannot be read are passed over.</returns>
    public static LabelFault? Look(IDataset dataset, string split, IReadOnlyList<double> classWeights)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentNullException.ThrowIfNull(classWeights);
        if (!dataset.Available.HasFlag(SampleParts.Labels))
        {
            return null;
        }

        var weighs = (int id) => classWeights.Count <= id || classWeights[id] > 0;
        var seen = new SortedSet<int>();
        var (hasVoid, read) = (false, 0);
        for (var index = 0; index < dataset.Count; index++)
        {
            if (ClassesOf(dataset, index) is not { } classes)
            {
                continue;
            }

            read++;
            hasVoid |= classes.Contains(dataset.Classes.VoidTrainId);
            seen.UnionWith(classes.Where(id => id != dataset.Classes.VoidTrainId));
            if (seen.Count >= Math.Min(2, dataset.Classes.Count) && seen.Any(weighs))
            {
                return null;
            }
        }

        return read == 0 ? null
            : seen.Count == 0 ? LabelFault.OnlyVoid(split)
            : !seen.Any(weighs) ? LabelFault.NoWeight(split, [.. seen.Select(id => dataset.Classes.Names[id])])
            : LabelFault.OnlyOneClass(split, dataset.Classes.Names[seen.Min], hasVoid);
    }

    private static IReadOnlyCollection<int>? ClassesOf(IDataset dataset, int index)
    {
        try
        {
            var labels = dataset.Load(index, SampleParts.Labels).StoredLabels;
            return labels is null ? null : [.. labels.CountIds()
                .Select(count => labels.Classes.TryGetTrainId(count.Key, out var train) ? train : -1).Where(id => id >= 0).Distinct()];
        }
        catch (Exception unreadable) when (unreadable is InputException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
