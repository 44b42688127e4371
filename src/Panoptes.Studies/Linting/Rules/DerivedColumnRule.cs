using System.Text.RegularExpressions;
using Panoptes.Studies.Linting.Facts;
using Panoptes.Studies.Linting.Findings;
using Panoptes.Studies.Linting.Reading;

namespace Panoptes.Studies.Linting.Rules;

/// <summary>Columns that follow from others, and do not.</summary>
internal sealed partial class DerivedColumnRule : ILintRule
{
    private const int MostRows = 200;

    /// <inheritdoc/>
    public LintRule Rule { get; } = new(
        "L08", "derived-column", LintSeverity.Error,
        "Columns of differences, shares, speed-ups and times per percent, and one time in two units, must follow from the columns "
            + "beside them.");

    /// <inheritdoc/>
    public IEnumerable<LintFinding> Check(RuleContext context)
    {
        foreach (var table in context.Facts.Tables)
        {
            foreach (var column in table.Columns)
            {
                var isFraction = column.Kind is ColumnKind.Difference && IsFraction(table, column);
                foreach (var row in table.Rows.Where(row => !row.IsMean))
                {
                    if (Wrong(column, row, table, context.Facts, isFraction) is { } found)
                    {
                        yield return context.Finding(
                            Rule, [row.Row.Line], $"'{column.Header}' of {row.Row[0]} is '{row.Row[column.Index]}', which does not "
                                + $"follow from the numbers "
                                + "beside it.", $"{found.Right}.", [new(found.Right,
                                    RuleContext.Lines(found.Lines.Append(row.Row.Line)))]);
                    }
                }
            }
        }
    }

    private static (string Right, IEnumerable<int> Lines)? Wrong(
        ReportColumn column, ResultRow row, ResultTable table, ReportFacts facts, bool isFraction)
    {
        var text = row.Row[column.Index];
        if (column.Kind is ColumnKind.Time or ColumnKind.Value && Duration.All(text) is [var first, var second] && text.Contains('('))
        {
            return Math.Abs(first.Value - second.Value) <= first.Half + second.Half + (0.01 * first.Value) ? null
                : ($"{first.Value:N0} s are {first.Value / 3600:0.00} h", []);
        }

        if (RunStates.Of(text) is not (RunState.Unsaid or RunState.Completed) || Measure.First(text) is not { } stated)
        {
            return null;
        }

        return column.Kind switch
        {
            ColumnKind.Difference => Difference(column, row, table, facts, stated, isFraction),
            ColumnKind.Retained => Against(column, row, table, facts, table.Metric, stated, pair => pair.Ratio * 100, "0.0 '%'"),
            ColumnKind.SpeedUp => Against(column, row, table, facts, "seconds", stated, pair => 1 / pair.Ratio, "0.00x"),
            ColumnKind.TimePerPercent => PerPercent(column, row, facts, stated),
            _ => null,
        };
    }

    private static (string Right, IEnumerable<int> Lines)? Difference(
        ReportColumn column, ResultRow row, ResultTable table, ReportFacts facts, Measure stated, bool isFraction)
    {
        var isTime = TimeWords().IsMatch(column.Header);
        var metric = isTime ? "seconds" : column.Metric ?? table.Metric;
        var pairs = Pairs(column, row, facts, metric);
        if (pairs.Count == 0)
        {
            return null;
        }

        var scale = !isTime && stated.Unit is MeasureUnit.None && isFraction ? 100 : 1;
        var durations = isTime ? Duration.All(row.Row[column.Index], column.Header) : [];
        var isDrop = DropWords().IsMatch(column.Header);
        bool Fits(ResultPair pair)
        {
            var (value, half) = (stated.Value * scale, stated.Half * scale);
            var relative = Math.Abs(pair.Relative - value) <= half + (100 * pair.Half / Math.Abs(pair.Object.Value!.Value)) + 1e-9;
            var absolute = durations.Count > 0
                ? Math.Abs(Math.Abs(pair.Difference) - Math.Abs(durations[0].Value)) <= durations[0].Half + pair.Half
                : !isTime && Math.Abs(pair.Difference - value) <= half + pair.Half + 1e-9;
            return relative || absolute || ((isDrop || stated.Sign == 0) && !isTime
                && (Math.Abs(Math.Abs(pair.Difference) - Math.Abs(value)) <= half + pair.Half + 1e-9));
        }

        return pairs.Any(Fits) ? null : (string.Join(" or ", pairs.Take(3).Select(pair => isTime
            ? $"{pair.Shown} ({pair.Relative:+0.#;-0.#} %)" : pair.Shown)), pairs.Take(3).Select(pair => pair.Object.Line));
    }

    private static (string Right, IEnumerable<int> Lines)? Against(
        ReportColumn column, ResultRow row, ResultTable table, ReportFacts facts, string metric, Measure stated, Func<ResultPair,
            double> number,
        string format)
    {
        var pairs = Pairs(column, row, facts, metric);
        var value = stated.Value * (column.Kind is ColumnKind.Retained && stated.Value <= 1.2
            && stated.Unit is MeasureUnit.None ? 100 : 1);
        return pairs.Count == 0 || pairs.Any(pair => Math.Abs(number(pair) - value)
            <= (value != stated.Value ? stated.Half * 100 : stated.Half) + (0.01 * number(pair)))
            ? null : (string.Join(" or ", pairs.Take(3).Select(pair => number(pair).ToString(format))) + $" ({pairs[0].Shown})",
                pairs.Take(3).SelectMany(pair => new[] { pair.Subject.Line, pair.Object.Line }));
    }

    private static (string Right, IEnumerable<int> Lines)? PerPercent(ReportColumn column, ResultRow row, ReportFacts facts,
        Measure stated)
    {
        var own = facts.OnLine(row.Row.Line).Where(result => result.Value is not null).ToList();
        if (own.Find(result => result.Metric == "seconds") is not { Value: { } time }
            || own.Find(result => result.Metric != "seconds") is not { Value: { } value })
        {
            return null;
        }

        var duration = Duration.All(row.Row[column.Index], column.Header) is [var written, ..] ? written
            : stated with { Value = stated.Value * 60, Half = stated.Half * 60 };
        var right = time.Value / value.Value;
        return Math.Abs(right - duration.Value) <= duration.Half + (time.Half / value.Value) + (0.01 * right) ? null
            : ($"{time.Value:N0} s / {value.Value:0.##} = {right / 60:0.0} min", []);
    }

    /// <summary>Pairs that a cell of a row can be about: within the row, or of the row with another row of its model.</summary>
    private static List<ResultPair> Pairs(ReportColumn column, ResultRow row, ReportFacts facts, string metric)
    {
        var named = Comparison.Of(column.Header, facts);
        var bases = named.IsNamed && named.IsOrdered ? named.Objects : named.IsNamed ? named.Subjects : null;
        var own = facts.OnLine(row.Row.Line).Where(result => result.Metric == metric && result.Value is not null).ToList();
        if (own.Count == 0)
        {
            return [];
        }

        var family = facts.ByModel(metric)[facts.Models.Current(own[0].Model).Key];
        var others = own.Count > 1 ? own : family.Where(result => result.Table == own[0].Table).Take(MostRows).ToList();
        if (others.Count <= 1 && row.Model is not null)
        {
            others = [.. family.Take(MostRows)];
        }

        return
        [
            .. from subject in own from other in others
               where subject != other && subject.Configuration != other.Configuration
                   && (bases is null || bases.Contains(other.Configuration!))
               select new ResultPair(subject, other),
        ];
    }

    private static bool IsFraction(ResultTable table, ReportColumn column) =>
        table.Table.Column(column.Index).Select(Measure.First).OfType<Measure>()
        .All(number => Math.Abs(number.Value) < 1 && number.Half < 0.001);

    [GeneratedRegex(@"\b(?:time|hours?|seconds|minutes|duration|run-?time)\b", RegexOptions.IgnoreCase)]
    private static partial Regex TimeWords();

    [GeneratedRegex(@"\b(?:gap|drop|loss|deficit|degradation)\b", RegexOptions.IgnoreCase)]
    private static partial Regex DropWords();
}
