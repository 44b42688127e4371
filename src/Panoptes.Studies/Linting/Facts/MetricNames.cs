using System.Text.RegularExpressions;

namespace Panoptes.Studies.Linting.Facts;

/// <summary>The words that reports have for metrics.</summary>
internal static partial class MetricNames
{
    /// <summary>The first metric that a text names; null for none.</summary>
    public static string? Find(string text)
    {
        var match = Known().Match(text);
        return !match.Success ? null : match.Groups["miou"].Success ? "miou" : match.Groups["pq"].Success ? "pq"
            : match.Groups["ap"].Success ? "ap" : match.Groups["pixel"].Success ? "aacc" : match.Groups["macc"].Success ? "macc"
            : match.Value.ToLowerInvariant();
    }

    /// <summary>What readers are shown for it.</summary>
    public static string Shown(string metric) =>
        metric switch { "miou" => "mIoU", "pq" => "PQ", "ap" => "AP", "aacc" => "aAcc", "macc" => "mAcc", _ => metric };

    [GeneratedRegex(
        @"(?<![A-Za-z])(?:(?<miou>m[_ -]?iou|mean[_ -](?:iou|intersection[- ]over[- ]union)|iou(?![A-Za-z]))|(?<pq>pq"
            + @"|panoptic[_ ]quality)|(?<ap>m?ap(?:50)?"
        + @"|average precision)|(?<pixel>aacc|pixel[_ -]acc(?:uracy)?|overall accuracy)|(?<macc>macc|mean[_ ]acc(?:uracy)?"
            + @"|class[_ ]accuracy)"
        + @"|dice|f1(?:[- ]score)?|accuracy|acc)(?![A-Za-z])",
        RegexOptions.IgnoreCase)]
    private static partial Regex Known();
}
