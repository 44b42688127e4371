using System.Globalization;
using Panoptes.Metrics.Atlas.Segments;

namespace Panoptes.Reports.Atlas;

/// <summary>What kinds of errors mean, in a line each.</summary>
internal static class KindWords
{
    /// <summary>The line.</summary>
    public static string Of(SegmentFate kind, AtlasRules rules) => kind switch
    {
        SegmentFate.Missed => "of the truth, found by nothing",
        SegmentFate.Invented => "predicted, of no truth",
        SegmentFate.Confused => "found as another class",
        SegmentFate.Merged => "several truths in one prediction",
        SegmentFate.Split => "several predictions in one truth",
        SegmentFate.Duplicate => "a second prediction of one truth",
        _ => string.Create(
            CultureInfo.InvariantCulture, $"IoU below {rules.BoundedIoU:0.##} or boundary IoU below {rules.BoundedEdge:0.##}"),
    };
}
