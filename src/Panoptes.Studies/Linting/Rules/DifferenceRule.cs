using System.Globalization;
using System.Text.RegularExpressions;
using Panoptes.Studies.Linting.Facts;
using Panoptes.Studies.Linting.Findings;
using Panoptes.Studies.Linting.Reading;

namespace Panoptes.Studies.Linting.Rules;

/// <summary>Differences and shares in sentences that the report's own numbers contradict.</summary>
internal sealed partial class DifferenceRule : ILintRule
{
    /// <inheritdoc/>
    public LintRule Rule { get; } = new(
        "L07", "difference", LintSeverity.Error, "Differences, shares and \"within x %\" must follow from the report's own numbers.");

    /// <inheritdoc/>
    public IEnumerable<LintFinding> Check(RuleContext context)
    {
        foreach (var unit in context.Facts.Document.Units)
        {
            if (DifferenceWords.IsForeign(unit.Text) || CurveWords().IsMatch(unit.Text) || Average().IsMatch(unit.Text))
            {
                continue;
            }

            foreach (var claim in Claims(unit.Text))
            {
                if (Wrong(claim, unit, context.Facts) is { Count: > 0 } pairs)
                {
                    yield return context.Finding(
                        Rule, [unit.Line], $"'{claim.Text}' does not follow from the report's own numbers.",
                        string.Join("; ", pairs.OrderBy(pair => Distance(claim, pair)).Take(4).Select(pair => Shown(claim, pair))) + ".",
                        pairs.OrderBy(pair => Distance(claim, pair)).Take(4).Select(pair => new LintEvidence(
                            pair.Shown, RuleContext.Lines(pair.Subject.Line, pair.Object.Line))));
                }
            }
        }
    }

    /// <summary>A number, or a range of numbers, that is said of a difference.</summary>
    private sealed record Claim(ClaimKind Kind, double Low, double High, double Tolerance, int Direction, string Text, int Start);

    private enum ClaimKind
    {
        Difference,
        Share,
        Within,
        Time,
    }

    private static IEnumerable<Claim> Claims(string text)
    {
        var taken = new List<(int Start, int End)>();
        foreach (Match match in Share().Matches(text))
        {
            taken.Add((match.Index, match.Index + match.Length));
            yield return Range(match, ClaimKind.Share, 0);
        }

        foreach (Match match in Interval().Matches(text))
        {
            var near = Near(text, match.Index, match.Index + match.Length);
            if (!taken.Exists(other => other.Start < match.Index + match.Length && match.Index < other.End))
            {
                taken.Add((match.Index, match.Index + match.Length));
                if (DifferenceWords.IsDifference(near) && !DifferenceWords.IsOther(near))
                {
                    yield return Range(
                        match, IsOfTime(text, match.Index, match.Index + match.Length) ? ClaimKind.Time : ClaimKind.Difference,
                            DifferenceWords.Direction(near));
                }
            }
        }

        foreach (var number in Measure.All(text).Where(number => number.Unit is MeasureUnit.Percent or MeasureUnit.Points))
        {
            var near = Near(text, number.Start, number.End);
            if (taken.Exists(other => other.Start < number.End && number.Start < other.End) || number.Value == 0
                || DifferenceWords.IsOther(near))
            {
                continue;
            }

            var within = Within().IsMatch(text[..number.Start]);
            var isTime = IsOfTime(text, number.Start, number.End);
            if (within || number.Sign != 0 || isTime || (DifferenceWords.IsDifference(near) && Math.Abs(number.Value) < 40))
            {
                var value = Math.Abs(number.Value);
                var tolerance = number.Half + (number.IsApproximate ? Math.Max(0.25 * value, 0.2) : 0);
                yield return new Claim(
                    within ? ClaimKind.Within : isTime ? ClaimKind.Time : ClaimKind.Difference, value, value, tolerance,
                    number.Sign != 0 ? number.Sign : DifferenceWords.Direction(near),
                        text[Math.Max(0, number.Start - 1)..number.End].Trim(' ', '(', ','), number.Start);
            }
        }
    }

    private static Claim Range(Match match, ClaimKind kind, int direction)
    {
        var low = double.Parse(match.Groups["low"].Value, CultureInfo.InvariantCulture);
        var high = match.Groups["high"].Success ? double.Parse(match.Groups["high"].Value, CultureInfo.InvariantCulture) : low;
        var digits = match.Groups["low"].Value + match.Groups["high"].Value;
        var half = digits.Contains('.') ? 0.05 : 0.5;
        var approximate = match.Groups["approx"].Success ? Math.Max(0.2, kind is ClaimKind.Share ? 0.5 : 0.15 * high) : 0;
        return new Claim(kind, Math.Min(low, high), Math.Max(low, high), half + approximate, direction, match.Value.Trim(), match.Index);
    }

    private static string Near(string text, int start, int end)
    {
        var from = Math.Max(0, text.LastIndexOfAny([';', ',', '('], Math.Max(0, start - 1)) is var cut && cut >= start - 45 && cut >= 0
            && start - cut > 14
            ? cut : start - 45);
        return text[from..Math.Min(text.Length, end + 36)];
    }

    // "10% training time", "12 % faster": what follows at once decides, so that the next clause does not.
    private static bool IsOfTime(string text, int start, int end) => TimeAfter().IsMatch(text[end..Math.Min(text.Length, end + 30)])
        || TimeBefore().IsMatch(text[Math.Max(0, start - 40)..start]);

    private static List<ResultPair>? Wrong(Claim claim, TextUnit unit, ReportFacts facts)
    {
        var comparison = Comparison.Near(unit.Text, claim.Start, facts);
        // One model and several numbers: which is whose the sentence does not say.
        var models = facts.Models.Mentions(unit.Text).Count == 1 && Measure.All(unit.Text).Count(number => number.Sign != 0) > 1
            ? null : Comparison.Models(unit, claim.Start, facts);
        var metric = claim.Kind is ClaimKind.Time ? "seconds" : MetricNames.Find(unit.Text) is { } named && facts.Numbers(named).Any()
            ? named : facts.MainMetric;
        var pairs = ResultPair.Of(facts, metric, models, comparison.Pairs).ToList();
        if (facts.Models.Mentions(unit.Text).Count > 1 || (!comparison.IsNamed && !ConfigurationText.IsReference(unit.Text)))
        {
            pairs.AddRange(ResultPair.Across(facts, metric, Comparison.AllModels(unit, facts) ?? models));
        }

        if (pairs.Count == 0)
        {
            return null;
        }

        var direction = comparison.IsOrdered && facts.Models.Mentions(unit.Text).Count <= 1 ? claim.Direction : 0;
        return claim.Kind switch
        {
            ClaimKind.Share => pairs.Exists(pair => Near(pair.Ratio * 100, claim.Low, claim.Tolerance))
                && pairs.Exists(pair => Near(pair.Ratio * 100, claim.High, claim.Tolerance)) ? null : pairs,
            ClaimKind.Within => pairs.Exists(pair => Math.Abs(pair.Difference) <= claim.High + pair.Half + claim.Tolerance * 0.2
                || Math.Abs(pair.Relative) <= claim.High + 0.05) ? null : pairs,
            ClaimKind.Time => pairs.Exists(pair => TimeFits(pair, claim.Low, claim))
                && pairs.Exists(pair => TimeFits(pair, claim.High, claim))
                ? null : pairs,
            _ => pairs.Exists(pair => Fits(pair, claim.Low, claim, direction))
                && pairs.Exists(pair => Fits(pair, claim.High, claim, direction))
                ? null : pairs,
        };
    }

    private static bool Fits(ResultPair pair, double value, Claim claim, int direction) =>
        (direction == 0 || Math.Sign(pair.Difference) == direction || Math.Abs(pair.Difference) <= pair.Half)
        && (Near(Math.Abs(pair.Difference), value, claim.Tolerance + pair.Half)
            || Near(Math.Abs(pair.Relative), value, claim.Tolerance + pair.Half));

    // A third less time is also half as fast again.
    private static bool TimeFits(ResultPair pair, double value, Claim claim) =>
        Near(Math.Abs(pair.Relative), value, claim.Tolerance + Rounding(pair))
            || Near(Math.Abs((1 / pair.Ratio) - 1) * 100, value, claim.Tolerance + Rounding(pair));

    private static double Rounding(ResultPair pair) =>
        100 * ((pair.Subject.Value!.Half / Math.Abs(pair.Object.Value!.Value))
            + (pair.Object.Value.Half / Math.Abs(pair.Object.Value.Value)));

    private static bool Near(double actual, double claimed, double tolerance) => Math.Abs(actual - claimed) <= tolerance + 1e-9;

    private static double Distance(Claim claim, ResultPair pair) => claim.Kind switch
    {
        ClaimKind.Share => Math.Abs((pair.Ratio * 100) - claim.Low),
        ClaimKind.Time => Math.Abs(Math.Abs(pair.Relative) - claim.Low),
        _ => Math.Abs(Math.Abs(pair.Difference) - claim.Low),
    };

    private static string Shown(Claim claim, ResultPair pair) => claim.Kind switch
    {
        ClaimKind.Share => $"{pair.Shown.Split(':')[0]}: {pair.Ratio * 100:0.#} %",
        ClaimKind.Time => $"{pair.Shown.Split(':')[0]}: {pair.Relative:+0.#;-0.#} % time",
        _ => $"{pair.Shown.Split(':')[0]}: {pair.Difference:+0.##;-0.##;0} points ({pair.Relative:+0.##;-0.##;0} %)",
    };

    [GeneratedRegex(
        @"(?<approx>(?:~|≈|\b(?:about|around|roughly|approximately|nearly"
            + @"|almost))\s*)?(?<![\w.])(?<low>\d{1,3}(?:\.\d+)?)(?:\s?%?\s?(?:-|–|—|to)\s?(?<high>\d{1,3}(?:\.\d+)?))?\s?%\s+of\s+"
        + @"(?:the\s+|its\s+|our\s+)?(?:reference|ref|baseline|original|official|full|accuracy of the (?:reference|baseline))\b"
            + @"(?!\s+(?:steps|iterations|samples|time|training|schedule|batch))",
        RegexOptions.IgnoreCase)]
    private static partial Regex Share();

    [GeneratedRegex(
        @"(?<approx>(?:~|≈|\b(?:about|around|roughly|approximately))\s*)?(?<![\w.,+−-])(?<low>\d{1,2}(?:\.\d+)?)\s?%?\s?(?:-|–|—"
            + @"|to)\s?(?<high>\d{1,2}(?:\.\d+)?)\s?(?:%|points?\b|pp\b)",
        RegexOptions.IgnoreCase)]
    private static partial Regex Interval();

    [GeneratedRegex(@"\bwithin\s+(?:~|about |only )?$", RegexOptions.IgnoreCase)]
    private static partial Regex Within();

    [GeneratedRegex(
        @"^\s*(?:more |less |extra |additional |longer |shorter |of )?(?:training |run |wall[- ]clock |compute )?(?:time|faster|slower"
        + @"|quicker|longer|shorter|speed-?up)\b", RegexOptions.IgnoreCase)]
    private static partial Regex TimeAfter();

    [GeneratedRegex(@"\b(?:time|run-?time|duration)\b[^;,.%]{0,20}\bby\s+(?:~|about |only )?$", RegexOptions.IgnoreCase)]
    private static partial Regex TimeBefore();

    [GeneratedRegex(
        @"\bdraw-?down\b|\bdip(?:s|ped)?\b|\blast (?:\d+|two|three|few) (?:eval|point)|\bper (?:eval|interval|gpu|hour)|\bslope\b"
        + @"|\bsince\b|\bconverg|\bat (?:iteration|step|iter) |\bbetween (?:iteration|step)|\bfirst eval|marginal|spread|\bper 1 ?%",
        RegexOptions.IgnoreCase)]
    private static partial Regex CurveWords();

    [GeneratedRegex(@"\b(?:average|avg|on average|mean(?! ?iou))\b", RegexOptions.IgnoreCase)]
    private static partial Regex Average();
}
