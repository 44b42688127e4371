using Panoptes.Data.Indexing;

namespace Panoptes.Dashboard.Browsing.Samples;

/// <summary>Finds the samples that a query asks for.</summary>
internal static class SampleFilter
{
    /// <summary>The finding that stands for any.</summary>
    public const string Any = "any";

    /// <summary>The places of the samples, in the order asked for.</summary>
    /// <param name="data">The data set.</param>
    /// <param name="query">What is asked for.</param>
    /// <param name="isSelected">Whether a sample is selected.</param>
    public static int[] Find(BrowsedData data, SampleQuery query, Func<int, bool> isSelected)
    {
        var words = query.Text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var places = Enumerable.Range(0, data.Index.Samples.Count).Where(place =>
        {
            var sample = data.Index.Samples[place];
            return (query.Split.Length == 0 || data.Index.Splits[sample.Split].Name == query.Split)
                && (query.Class.Length == 0 || HasClass(data, query, sample))
                && (query.Finding.Length == 0 || HasFinding(data, query.Finding, place))
                && (query.Size.Length == 0 || BrowsedData.SizeOf(sample) == query.Size)
                && IsWithin(sample.VoidShare, query.VoidLeast, query.VoidMost)
                && (query.Selected.Length == 0 || isSelected(place) == (query.Selected == "yes"))
                && (words.Length == 0 || words.All(word => data.NameOf(place).Contains(word, StringComparison.OrdinalIgnoreCase)));
        });
        return SampleOrder.Sort(data, query, places);
    }

    private static bool HasClass(BrowsedData data, SampleQuery query, IndexedSample sample)
    {
        var share = sample.ShareOf(data.TrainId(sample, query.Class));
        return query.Most == 0 ? share == 0 && sample.Labeled > 0 : share > 0 && IsWithin(share, query.Least, query.Most);
    }

    private static bool HasFinding(BrowsedData data, string kind, int place) =>
        kind == Any ? data.Findings[place].Count > 0 : data.Findings[place].Any(found => found.Kind == kind);

    private static bool IsWithin(double? share, double? least, double? most) =>
        (least is null || share >= least / 100) && (most is null || share <= most / 100);
}
