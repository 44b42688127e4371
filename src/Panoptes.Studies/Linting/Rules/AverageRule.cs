using System.Text.RegularExpressions;
using Panoptes.Studies.Linting.Facts;
using Panoptes.Studies.Linting.Findings;
using Panoptes.Studies.Linting.Reading;

namespace Panoptes.Studies.Linting.Rules;

/// <summary>Averages that are wrong, or over results that are not there.</summary>
internal sealed partial class AverageRule : ILintRule
{
    private const int MostMeans = 50;

    /// <inheritdoc/>
    public LintRule Rule { get; } = new(
        "L09", "average", LintSeverity.Error, "An average must follow from its numbers, and say over what where results are missing.");

    /// <inheritdoc/>
    public IEnumerable<LintFinding> Check(RuleContext context)
    {
        foreach (var table in context.Facts.Tables)
        {
            foreach (var row in table.Rows.Where(row => row.IsMean).Take(MostMeans))
            {
                foreach (var finding in Rows(context, table, row))
                {
                    yield return finding;
                }
            }
        }

        foreach (var unit in context.Facts.Document.Units)
        {
            var match = Sentence().Match(unit.Text);
            match = match.Success ? match : Trailing().Match(unit.Text);
            if (match.Success && !DifferenceWords.IsForeign(unit.Text)
                && Measure.First(match.Groups["number"].Value) is { } stated && Prose(context, unit, match, stated) is { } finding)
            {
                yield return finding;
            }
        }
    }

    private IEnumerable<LintFinding> Rows(RuleContext context, ResultTable table, ResultRow mean)
    {
        var (missing, wrong) = (new List<string>(), new List<string>());
        var lines = new SortedSet<int> { mean.Row.Line };
        var columns = table.Columns.Where(column => column.Kind is ColumnKind.Metric or ColumnKind.Value or ColumnKind.Difference
            && Measure.First(mean.Row[column.Index]) is not null).ToList();
        foreach (var column in columns)
        {
            if (Measure.First(mean.Row[column.Index]) is not { } stated)
            {
                continue;
            }

            var cells = table.Rows.Where(row => !row.IsMean && row.Row.Line < mean.Row.Line).ToList();
            var numbers = cells.Select(row => Number(row, column)).OfType<Measure>().ToList();
            if (numbers.Count == 0)
            {
                continue;
            }

            // Over the models that all columns have is as good, and better.
            var complete = cells.Where(row => columns.TrueForAll(other => Number(row, other) is not null)).ToList();
            var tolerance = stated.Half + numbers.Average(number => number.Half) + 1e-9;
            if (complete.Count > 0 && complete.Count < cells.Count && CountWords().IsMatch(mean.Row[0])
                && Math.Abs(complete.Average(row => Number(row, column)!.Value) - stated.Value) <= tolerance)
            {
                continue;
            }

            var average = numbers.Average(number => number.Value);
            if (Math.Abs(average - stated.Value) > tolerance)
            {
                wrong.Add($"'{column.Header}': {average:0.##} over {numbers.Count}, not {stated.Value:0.##}");
            }

            if (numbers.Count < cells.Count && !SaysOver(mean.Row, numbers.Count))
            {
                missing.Add($"'{column.Header}' has {numbers.Count} of {cells.Count}");
                lines.UnionWith(cells.Where(row => Measure.First(row.Row[column.Index]) is null
                    || RunStates.Of(row.Row[column.Index]) is not (RunState.Unsaid or RunState.Completed)).Select(row => row.Row.Line));
            }
        }

        if (wrong.Count > 0)
        {
            yield return context.Finding(
                Rule, [mean.Row.Line], "The average does not follow from the column.", $"{string.Join("; ", wrong)}.",
                [new(string.Join("; ", wrong), $"table of line {table.Table.Line}")]);
        }

        if (missing.Count > 0)
        {
            yield return context.Finding(
                Rule, lines, $"Averages are taken over unequal sets of models, results that are missing among them: "
                    + $"{string.Join("; ", missing)}.",
                "An average over the models that all columns have, which says how many they are.",
                [new(string.Join("; ", missing), $"table of line {table.Table.Line}")]);
        }
    }

    private LintFinding? Prose(RuleContext context, TextUnit unit, Match match, Measure stated)
    {
        var facts = context.Facts;
        var metric = MetricNames.Find(unit.Text) ?? facts.MainMetric;
        var comparison = Comparison.Of(unit.Text, facts);
        var isDifference = DifferenceWords.IsDifference(unit.Text) || stated.Sign != 0;
        var candidates = new List<(double Value, int Count, string Text)>();
        var names = facts.Models.Mentions(unit.Text).SelectMany(mention => mention.Models).ToList();
        if (isDifference)
        {
            foreach (var group in ResultPair.Of(facts, metric, names.Count > 0 ? names : null, comparison.Pairs)
                .GroupBy(pair => (pair.Subject.Configuration, pair.Object.Configuration)))
            {
                var pairs = group.DistinctBy(pair => pair.Subject.Model.Key).ToList();
                candidates.Add((pairs.Average(pair => pair.Difference), pairs.Count,
                    $"{group.Key.Item1} against {group.Key.Item2}: {pairs.Average(pair => pair.Difference):+0.##;-0.##} over "
                        + $"{pairs.Count}"));
                candidates.Add((pairs.Average(pair => pair.Relative), pairs.Count, ""));
            }

            foreach (var table in facts.Tables)
            {
                foreach (var column in table.Columns.Where(column => column.Kind is ColumnKind.Difference))
                {
                    var numbers = table.Rows.Where(row => !row.IsMean)
                        .Select(row => Measure.First(row.Row[column.Index])).OfType<Measure>().ToList();
                    if (numbers.Count > 0)
                    {
                        candidates.Add((numbers.Average(number => number.Value), numbers.Count,
                            $"column '{column.Header}': {numbers.Average(number => number.Value):+0.##;-0.##} over {numbers.Count}"));
                    }
                }
            }
        }
        else
        {
            foreach (var group in facts.Numbers(metric)
                .Where(result => comparison.IsNamed is false || comparison.Subjects.Contains(result.Configuration!))
                .GroupBy(result => (result.Table, result.Configuration)))
            {
                var values = group.DistinctBy(result => result.Model.Key).ToList();
                candidates.Add((values.Average(result => result.Value!.Value), values.Count,
                    $"{group.Key.Configuration}: {values.Average(result => result.Value!.Value):0.##} over {values.Count}"));
            }
        }

        candidates = [.. candidates.Where(candidate => candidate.Count > 1)];
        if (candidates.Count == 0)
        {
            return null;
        }

        var tolerance = stated.Half + 0.005 + (stated.IsApproximate ? Math.Max(0.2, 0.25 * Math.Abs(stated.Value)) : 0);
        var fitting = candidates.Where(candidate => Math.Abs(candidate.Value - stated.Value) <= tolerance
            || (isDifference && Math.Abs(Math.Abs(candidate.Value) - Math.Abs(stated.Value)) <= tolerance)).ToList();
        var shown = string.Join("; ", candidates.Where(candidate => candidate.Text.Length > 0).Select(candidate => candidate.Text)
            .Distinct().Take(6));
        if (fitting.Count == 0)
        {
            return context.Finding(
                Rule, [unit.Line], $"The average '{match.Groups["number"].Value.Trim()}' does not follow from the report's own numbers.",
                    $"{shown}.",
                [new(shown, "tables of the report")]);
        }

        var count = fitting.Max(candidate => candidate.Count);
        var tables = facts.Tables.Where(table => facts.Results.Any(result => result.Table == table.Table.Line && result.Metric == metric))
            .ToList();
        var listed = tables.Count == 0 ? 0 : tables.Max(table =>
            table.Rows.Where(row => row.Model is not null).DistinctBy(row => row.Model!.Key).Count());
        return count < listed && names.Count == 0 && !CountWords().IsMatch(unit.WithContext) ? context.Finding(
            Rule, [unit.Line], $"The average is over {count} of the {listed} models listed, which it does not say; results of the "
                + $"others are missing.",
            $"\"over {count} of {listed} models\", and which; {shown}.", [new(shown, "tables of the report")], LintSeverity.Warning)
                : null;
    }

    private static Measure? Number(ResultRow row, ReportColumn column) =>
        RunStates.Of(row.Row[column.Index]) is RunState.Unsaid or RunState.Completed ? Measure.First(row.Row[column.Index]) : null;

    private static bool SaysOver(TableRow row, int count) => CountWords().IsMatch(row[0])
        || row.Cells.Any(cell => cell.Contains($"n={count}")
        || cell.Contains($"n = {count}") || cell.Contains($"of {count}"));

    [GeneratedRegex(
        @"(?<number>(?:~|≈|about |around )?\s?(?<![\w.])[+\-−–]?\d+(?:\.\d+)?\s?(?:%|points?|pp))"
        + @"(?: (?:lower|higher|better|worse|less|more))?"
        + @" (?:on average|in the mean)\b",
        RegexOptions.IgnoreCase)]
    private static partial Regex Trailing();

    [GeneratedRegex(
        @"\b(?:average|avg\.?|on average|mean(?! ?iou|\s+intersection))\b[^.;\d%]{0,70}?(?<number>(?:~|≈|about |around "
        + @"|roughly )?\s?[+\-−–]?\d+(?:\.\d+)?\s?(?:%|points?|pp)?)(?![\d,]*\s?(?:k\b|s\b|h\b|min|hours|seconds|iter|epoch|GPU|sample"
        + @"|image))", RegexOptions.IgnoreCase)]
    private static partial Regex Sentence();

    [GeneratedRegex(
        @"\b(?:over|of|across|for|all)\s+(?:the\s+)?(?:\d+|two|three|four|five|six|completed|finished|complete|same|common|shared"
        + @"|available)\b"
        + @"|\bn\s?=\s?\d|\b(?:\d+|two|three|four|five) models\b|completed models|where both|models? with results",
        RegexOptions.IgnoreCase)]
    private static partial Regex CountWords();
}
