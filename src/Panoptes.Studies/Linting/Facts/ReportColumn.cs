using System.Text.RegularExpressions;

namespace Panoptes.Studies.Linting.Facts;

/// <summary>A column of a table of results.</summary>
/// <param name="Index">Its place.</param>
/// <param name="Header">Its header.</param>
/// <param name="Kind">What it holds.</param>
/// <param name="Metric">The metric that its header names; null for none.</param>
/// <param name="Qualifier">Best, final, a split or a test mode where the header says so; else empty.</param>
internal sealed partial record ReportColumn(int Index, string Header, ColumnKind Kind, string? Metric, string Qualifier)
{
    /// <summary>The configuration of its values; null where rows or the text around say it.</summary>
    public Configuration? Configuration { get; init; }

    /// <summary>The model of its values; null where rows or the text around say it.</summary>
    public ReportModel? Model { get; init; }

    /// <summary>Reads a header.</summary>
    public static ReportColumn Of(int index, string header)
    {
        var metric = MetricNames.Find(header);
        var kind = index == 0 && IsConfiguration().IsMatch(header) ? ColumnKind.Configuration
            : ParameterNames.KindOf(header) is not ParameterKind.Other && metric is null ? ColumnKind.Parameter
            : IsModel().IsMatch(header) ? ColumnKind.Model
            : IsConfiguration().IsMatch(header) && !IsSetting().IsMatch(header) ? ColumnKind.Configuration
            : IsSeeds().IsMatch(header) ? ColumnKind.Seeds
            : IsSeed().IsMatch(header) ? ColumnKind.Seed
            : IsPublished().IsMatch(header) ? ColumnKind.Published
            : IsTimePerPercent().IsMatch(header) ? ColumnKind.TimePerPercent
            : IsSpeedUp().IsMatch(header) ? ColumnKind.SpeedUp
            : IsRetained().IsMatch(header) ? ColumnKind.Retained
            : IsThroughput().IsMatch(header) ? ColumnKind.Throughput
            : IsDifference().IsMatch(header) ? ColumnKind.Difference
            : IsText().IsMatch(header) ? ColumnKind.Text
            : IsTime().IsMatch(header) ? ColumnKind.Time
            : IsState().IsMatch(header) ? ColumnKind.State
            : IsEvidence().IsMatch(header) ? ColumnKind.Evidence
            : IsData().IsMatch(header) ? ColumnKind.Data
            : metric is not null ? ColumnKind.Metric : ColumnKind.Value;
        return new ReportColumn(index, header, kind, metric, QualifierOf(header));
    }

    /// <summary>What qualifies a number: best, final, a split, a test mode.</summary>
    public static string QualifierOf(string text) =>
        string.Join(' ', Qualifiers().Matches(text).Select(match => match.Value.ToLowerInvariant()).Distinct().Order());

    [GeneratedRegex(
        @"\b(?:best|final|last|peak|max|test|multi[- ]?scale|ms|flip|tta|ema|slide|whole|minival|train(?:ing)? set|std|seed \d+)\b",
        RegexOptions.IgnoreCase)]
    private static partial Regex Qualifiers();

    [GeneratedRegex(@"^\s*(?:model|network|net|architecture|arch\.?|method|segmenter)s?(?: name)?\s*$", RegexOptions.IgnoreCase)]
    private static partial Regex IsModel();

    [GeneratedRegex(
        @"^\s*(?:config(?:uration)?|recipe|setting|run|variant|set-?up|experiment|strategy|regime|schedule|training)s?(?: name)?\s*$",
        RegexOptions.IgnoreCase)]
    private static partial Regex IsConfiguration();

    [GeneratedRegex(@"^\s*settings?\s*$", RegexOptions.IgnoreCase)]
    private static partial Regex IsSetting();

    [GeneratedRegex(@"^\s*(?:n|#\s?seeds?|seeds|n seeds|n \(?runs\)?|runs|#\s?runs|seeds n|repeats)\s*$", RegexOptions.IgnoreCase)]
    private static partial Regex IsSeeds();

    [GeneratedRegex(@"^\s*seed\s*$", RegexOptions.IgnoreCase)]
    private static partial Regex IsSeed();

    [GeneratedRegex(@"publish|paper|literature|\btarget\b|model zoo|reported by|expected", RegexOptions.IgnoreCase)]
    private static partial Regex IsPublished();

    [GeneratedRegex(
        @"(?:time|min(?:utes?|s)?|hours?|h|seconds?)\s*(?:per|/)\s*(?:1\s?)?(?:%|percent|point|mIoU)", RegexOptions.IgnoreCase)]
    private static partial Regex IsTimePerPercent();

    [GeneratedRegex(@"speed[- ]?up|times faster|× ?faster|x faster", RegexOptions.IgnoreCase)]
    private static partial Regex IsSpeedUp();

    [GeneratedRegex(@"retain|% of (?:the )?(?:ref|base)|of reference|relative accuracy|share of", RegexOptions.IgnoreCase)]
    private static partial Regex IsRetained();

    [GeneratedRegex(@"\b(?:it|iters?|img|imgs|images|samples|steps)\s?/\s?s|throughput|per second", RegexOptions.IgnoreCase)]
    private static partial Regex IsThroughput();

    [GeneratedRegex(
        @"differ|\bdiff\b|[Δδ∆]|\bdelta\b|improve|\bgain\b|\bgap\b|\bchange\b|^vs\b|\bvs\.? |\bdrop\b|\bloss vs|relative|\+/-"
        + @"|gains? over|benefit", RegexOptions.IgnoreCase)]
    private static partial Regex IsDifference();

    [GeneratedRegex(
        @"verdict|\bnotes?\b|comment|remark|conclusion|why|reason|description|source|per-class|params|memory|flops|\bmib\b|\bgib?\b"
        + @"|epoch|\blr\b", RegexOptions.IgnoreCase)]
    private static partial Regex IsText();

    [GeneratedRegex(
        @"\btime\b|run-?time|duration|wall|\bhours?\b|\bhrs\b|elapsed|\bseconds\b|gpu-?h|\btook\b|\bminutes\b|walltime|train time",
        RegexOptions.IgnoreCase)]
    private static partial Regex IsTime();

    [GeneratedRegex(@"\bstat(?:us|e)\b|progress", RegexOptions.IgnoreCase)]
    private static partial Regex IsState();

    [GeneratedRegex(
        @"evidence|\bcell\b|\bcells\b|\bjobs?\b|commit|run[ _-]?id|fingerprint|\bid\b|\bids\b|owner|user|host|device|gpu",
        RegexOptions.IgnoreCase)]
    private static partial Regex IsEvidence();

    [GeneratedRegex(@"^\s*(?:data|data ?sets?|split|benchmark)\s*$", RegexOptions.IgnoreCase)]
    private static partial Regex IsData();
}
