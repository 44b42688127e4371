using Panoptes.Data.Configuration;
using Panoptes.Data.Readers;
using Panoptes.Foundation;

namespace Panoptes.Data.Indexing;

/// <summary>Opens the splits of a data set to look at them: what is wrong with one is said, and the others are there.</summary>
internal static class LenientSplits
{
    /// <summary>Opens splits.</summary>
    /// <param name="config">Where and what the data set is.</param>
    /// <param name="wanted">Their names; all that there are where empty.</param>
    /// <returns>Those that could be opened, and what is wrong, a line each.</returns>
    /// <exception cref="InputException">None can be opened.</exception>
    public static (IReadOnlyList<IndexedSplit> Splits, IReadOnlyList<string> Problems) Open(DataConfig config, IReadOnlyList<string> wanted)
    {
        IReadOnlyList<string> names = wanted.Count > 0 ? [.. wanted.Distinct()] : Datasets.Splits(config);
        var (splits, problems) = (new List<IndexedSplit>(), new List<string>());
        InputException? last = null;
        foreach (var name in names.Count > 0 ? names : [config.TrainSplit])
        {
            var found = DatasetProblems.Collecting();
            try
            {
                var dataset = Datasets.Open(config, name, found);
                splits.Add(new IndexedSplit(name, dataset));
                problems.AddRange(dataset.Warnings);
            }
            catch (InputException problem)
            {
                last = problem;
                problems.Add(problem.Message);
            }

            problems.AddRange(found.All.Select(problem => problem.Message));
        }

        return splits.Count > 0 ? (splits, [.. problems.Distinct()]) : throw last!;
    }
}
