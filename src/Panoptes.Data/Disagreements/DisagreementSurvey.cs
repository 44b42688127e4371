using Panoptes.Data.Indexing;
using Panoptes.Data.Samples;
using Panoptes.Foundation;

namespace Panoptes.Data.Disagreements;

/// <summary>Holds a folder of predictions against the labels of all samples of an index.</summary>
public static class DisagreementSurvey
{
    /// <summary>Compares.</summary>
    /// <param name="index">The samples.</param>
    /// <param name="maps">The predictions.</param>
    /// <param name="threads">Samples at once, at least 1.</param>
    /// <param name="progress">Told how many of how many samples are done, from any thread; null tells nobody.</param>
    /// <param name="cancel">Asks to give up.</param>
    /// <returns>
    /// For each sample how far it is contradicted and why it could not be compared; neither where it has no prediction or no labels.
    /// </returns>
    /// <exception cref="InputException">No sample has a prediction.</exception>
    public static IReadOnlyList<(LabelDisagreement? Found, string? Fault)> Run(
        DataIndex index, PredictedMaps maps, int threads, Action<int, int>? progress = null, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(index);
        ArgumentNullException.ThrowIfNull(maps);
        var (found, compared) = (new (LabelDisagreement?, string?)[index.Samples.Count], 0);
        ParallelItems.Run(found.Length, threads, place =>
        {
            cancel.ThrowIfCancellationRequested();
            var sample = index.Samples[place];
            var split = index.Splits[sample.Split];
            if (sample.Labeled > 0 && maps.Find(split.Name, sample.Name) is { } file)
            {
                found[place] = Compare(split.Dataset, sample.Index, file);
                Interlocked.Increment(ref compared);
            }
        }, progress);
        Require.That(
            compared > 0, "--predictions", $"{maps.Folder}, which has no map of any sample",
            index.Samples.Count > 0 ? $"files such as {index.Samples[0].Name}.png" : "samples", "check that they are of this data set");
        return found;
    }

    private static (LabelDisagreement?, string?) Compare(IDataset dataset, int index, string file)
    {
        try
        {
            var classes = dataset.Classes;
            var labels = dataset.Load(index, SampleParts.Labels).StoredLabels!.ToTrainIds((ushort)classes.VoidTrainId);
            return (DisagreementFinder.Of(
                labels, PredictedMaps.Read(file, classes, labels.Width, labels.Height), classes.VoidTrainId), null);
        }
        catch (InputException problem)
        {
            return (null, problem.Message);
        }
    }
}
