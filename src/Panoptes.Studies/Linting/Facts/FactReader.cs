using System.Text.RegularExpressions;
using Panoptes.Studies.Linting.Reading;

namespace Panoptes.Studies.Linting.Facts;

/// <summary>Reads the facts of a report: first what its configurations are, then what it says of them.</summary>
internal static partial class FactReader
{
    /// <summary>Reads a report.</summary>
    public static ReportFacts Read(MarkdownDocument document)
    {
        var facts = new ReportFacts { Document = document };
        foreach (var table in document.Tables)
        {
            ParameterTableReader.Read(table, facts);
        }

        ParameterListReader.Read(facts);
        var byRows = facts.ParameterTables.Select(entry => entry.Table.Line).ToHashSet();
        foreach (var table in document.Tables)
        {
            if (!CurveReader.IsCurve(table) && !(byRows.Contains(table.Line) && ParameterTableReader.IsByRows(table)))
            {
                ResultTableReader.Read(table, facts);
            }
        }

        foreach (var unit in document.Units.Where(unit => !unit.IsHeading))
        {
            ReadLengths(unit, facts);
        }

        foreach (var table in document.Tables.Where(CurveReader.IsCurve))
        {
            CurveReader.Read(table, facts);
        }

        foreach (var unit in document.Units.Where(unit => !unit.IsHeading))
        {
            ReadPoint(unit, facts);
        }

        return facts;
    }

    /// <summary>The one configuration that texts around something name, nearest first; null where none does.</summary>
    public static Configuration? ConfigurationOf(IEnumerable<string> context, ReportFacts facts)
    {
        foreach (var text in context)
        {
            if (facts.Configurations.Mentions(text) is { Count: > 0 } mentions)
            {
                var named = mentions.SelectMany(mention => mention.Configurations).Distinct().ToList();
                return named.Count == 1 ? named[0] : mentions.FirstOrDefault(mention =>
                    mention.Configurations.Count == 1)?.Configurations[0];
            }
        }

        return null;
    }

    /// <summary>The one model that texts around something name, nearest first; null where none does.</summary>
    public static ReportModel? ModelOf(IEnumerable<string> context, ReportFacts facts)
    {
        foreach (var text in context)
        {
            var named = facts.Models.Mentions(text).SelectMany(mention => mention.Models).Distinct().ToList();
            if (named.Count > 0)
            {
                return named.Count == 1 ? named[0] : null;
            }

            if (ModelFamilies.Find(text).Count == 1)
            {
                return facts.Models.Resolve(text.TrimEnd(':'));
            }
        }

        return null;
    }

    // "The baseline was trained for 80,000 iterations with batch size 4."
    private static void ReadLengths(TextUnit unit, ReportFacts facts)
    {
        var tokens = ConfigurationText.Tokens(unit.Text);
        if (tokens.Where(token => token.Iterations is not null).ToList() is [{ Iterations: { } iterations }]
            && tokens.Where(token => token.Batch is not null).ToList() is [{ Batch: { } batch }]
            && facts.Configurations.Mentions(unit.Text).SelectMany(mention => mention.Configurations).Distinct().ToList()
                is [{ Iterations: null, Batch: null } one])
        {
            (one.Iterations, one.Batch) = (iterations, batch);
            one.Parameters.Add(new ParameterFact(ParameterKind.Iterations, "iterations", $"{iterations:0}", null, unit.Line));
            one.Parameters.Add(new ParameterFact(ParameterKind.Batch, "batch", $"{batch:0}", null, unit.Line));
            facts.Configurations.Forget();
        }
    }

    // A point such as "- segformer_b3: Completed - 76.84% mIoU".
    private static void ReadPoint(TextUnit unit, ReportFacts facts)
    {
        if (facts.Models.Mentions(unit.Text) is not [{ Models: [var model] } mention])
        {
            return;
        }

        var configuration = ConfigurationOf([unit.Text, .. unit.Context], facts);
        var rest = unit.Text[Math.Min(unit.Text.Length, mention.Start + mention.Length)..];
        if (mention.Start <= 12 && Separated().Match(rest) is { Success: true } separated && !Doubt().IsMatch(unit.Text)
            && RunStates.Of(separated.Groups[1].Value) is var state and not (RunState.Unsaid or RunState.Missing))
        {
            facts.States.Add(new StateFact(model, configuration, state, unit.Line));
        }

        if (MetricValue().Matches(unit.Text) is [var number] && !NotResult().IsMatch(unit.Text) && configuration is not null
            && facts.Configurations.Mentions(unit.Text).Count <= 1
            && Measure.First(number.Groups["a"].Success ? number.Groups["a"].Value : number.Groups["b"].Value) is { } value
            && MetricNames.Find(number.Value) is { } metric)
        {
            facts.Results.Add(new ResultFact
            {
                Model = model,
                Configuration = configuration,
                Metric = metric,
                Value = value,
                Line = unit.Line,
                State = RunState.Completed,
                Qualifier = ReportColumn.QualifierOf(unit.Text),
            });
        }
    }

    [GeneratedRegex(@"^[^:–—]{0,24}?\s*(?:[:–—→]|\s-\s|\bis\b|\bhas\b)\s*(.{1,60})")]
    private static partial Regex Separated();

    [GeneratedRegex(@"\b(?:may|might|could|if|when|until|once|should|would)\b|\?", RegexOptions.IgnoreCase)]
    private static partial Regex Doubt();

    [GeneratedRegex(
        @"(?<![\d.+−–±-])(?<a>\d{1,2}\.\d{1,3}\s?%?)\s?(?:mIoU|PQ|AP|mAP)\b|\b(?:mIoU|PQ|AP|mAP)\s?(?:of|:|=|is"
            + @"|was)\s?(?<b>\d{1,2}\.\d{1,3}\s?%?)",
        RegexOptions.IgnoreCase)]
    private static partial Regex MetricValue();

    [GeneratedRegex(
        @"publish|paper|target|literature|below|above|differ|gap|improve|better|worse|gain|higher|lower|at (?:iteration|step|iter)"
            + @"|after \d|peak|dip|drop|reported by|best|±|noise",
        RegexOptions.IgnoreCase)]
    private static partial Regex NotResult();
}
