using Panoptes.Metrics.Atlas.Counting;

namespace Panoptes.Metrics.Atlas.Pictures;

/// <summary>Chooses the errors that are drawn.</summary>
public static class ExampleChoice
{
    /// <summary>Of every kind the largest errors, the classes taking turns, so that no class fills the page.</summary>
    /// <param name="report">The atlas.</param>
    /// <param name="most">How many of each kind, at least 0.</param>
    /// <returns>In the order of the report.</returns>
    public static IReadOnlyList<AtlasFinding> Of(AtlasReport report, int most)
    {
        ArgumentNullException.ThrowIfNull(report);
        var chosen = report.Findings.GroupBy(finding => finding.Error.Kind).SelectMany(kind => kind
            .GroupBy(finding => finding.Class).SelectMany(ofClass => ofClass.Select((finding, rank) => (finding, rank)))
            .OrderBy(one => one.rank).ThenByDescending(one => one.finding.Error.Pixels).ThenBy(one => one.finding.Class).Take(most)
            .Select(one => one.finding)).ToHashSet();
        return [.. report.Findings.Where(chosen.Contains)];
    }
}
