using System.Text.RegularExpressions;

namespace Panoptes.Studies.Linting.Facts;

/// <summary>Reads parameters that stand in points, one below the other: "- Batch size: 8".</summary>
internal static partial class ParameterListReader
{
    /// <summary>Reads all of a report.</summary>
    public static void Read(ReportFacts facts)
    {
        var open = new List<ParameterFact>();
        IReadOnlyList<string> context = [];
        foreach (var unit in facts.Document.Units)
        {
            if (Pair().Match(unit.Text) is { Success: true } pair && !unit.IsHeading
                && ParameterTableReader.Parameter(pair.Groups[1].Value, pair.Groups[2].Value, unit.Line) is var fact
                && fact.Kind is not ParameterKind.Other)
            {
                if (open.Count > 0 && (open.Exists(other => other.Kind == fact.Kind) || !context.SequenceEqual(unit.Context)))
                {
                    Close(open, context, facts);
                }

                context = unit.Context;
                open.Add(fact);
            }
            else if (open.Count > 0 && (unit.IsHeading || !context.SequenceEqual(unit.Context)))
            {
                Close(open, context, facts);
            }
        }

        Close(open, context, facts);
    }

    private static void Close(List<ParameterFact> open, IReadOnlyList<string> context, ReportFacts facts)
    {
        if (open.Count >= 2 && open.Exists(fact => fact.Kind is ParameterKind.Iterations or ParameterKind.Batch
            && fact.Value is not null))
        {
            ParameterTableReader.Take(facts, context.Count > 0
                && context[0].Length <= 60 ? context[0] : "", [.. open], null, open[0].Line);
        }

        open.Clear();
    }

    [GeneratedRegex(@"^\s*([^:=]{2,40}?)\s*[:=]\s*(.{1,80})$")]
    private static partial Regex Pair();
}
