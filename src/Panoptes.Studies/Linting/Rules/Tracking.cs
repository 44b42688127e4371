using System.Text.RegularExpressions;
using Panoptes.Studies.Linting.Facts;

namespace Panoptes.Studies.Linting.Rules;

/// <summary>Whether a report says from which runs, jobs, commits or files the numbers of a configuration come.</summary>
internal static partial class Tracking
{
    /// <summary>Whether the report names cells of a study of ours.</summary>
    public static bool HasCells(ReportFacts facts) => facts.Document.Lines.Any(line => CellId().IsMatch(line.Text));

    /// <summary>The configurations of which it does.</summary>
    public static IReadOnlySet<Configuration> Of(ReportFacts facts)
    {
        if (HasCells(facts))
        {
            return facts.Configurations.All.ToHashSet();
        }

        var found = new HashSet<Configuration>();
        foreach (var unit in facts.Document.Units)
        {
            if (Id().IsMatch(unit.Text) && FactReader.ConfigurationOf([unit.Text, .. unit.Context], facts) is { } configuration)
            {
                found.Add(configuration);
            }
        }

        foreach (var table in facts.Tables)
        {
            var column = table.Columns.FirstOrDefault(column => column.Kind is ColumnKind.Evidence && IsId().IsMatch(column.Header));
            found.UnionWith(table.Columns.Where(other => other.Configuration is not null && Id().IsMatch(other.Header))
                .Select(other => other.Configuration!));
            foreach (var row in table.Rows)
            {
                var cells = row.Row.Cells;
                if ((column is not null && row.Row[column.Index].Any(char.IsAsciiDigit)) || cells.Any(cell => Id().IsMatch(cell)))
                {
                    if (row.Configuration is { } own)
                    {
                        found.Add(own);
                    }

                    foreach (var result in facts.OnLine(row.Row.Line).Where(result => result.Configuration is not null).Take(1))
                    {
                        found.Add(result.Configuration!);
                    }
                }
            }
        }

        found.UnionWith(facts.Configurations.All.Where(configuration => configuration.Names.Exists(name => Id().IsMatch(name))
            || configuration.Parameters.Exists(fact => (IsId().IsMatch(fact.Name) && fact.Text.Any(char.IsLetterOrDigit))
                || Id().IsMatch(fact.Text))));
        return found;
    }

    [GeneratedRegex(@"\[c:[0-9a-f]{6,}", RegexOptions.IgnoreCase)]
    private static partial Regex CellId();

    [GeneratedRegex(
        @"\bjobs?\b|\bruns?\b|commit|cells?\b|fingerprint|config(?:uration)? file|evidence|\bids?\b", RegexOptions.IgnoreCase)]
    private static partial Regex IsId();

    [GeneratedRegex(
        @"\bjobs?\s*(?:ids?)?\s*[#:]?\s*\d{3,}|\brun(?:[ _-]?id)?\s*[#:=]?\s*(?=[a-z]*\d)[0-9a-z_-]{6,}|\bcommit\s*:?\s*[0-9a-f]{6,}"
        + @"|(?<![\w.])(?=[0-9a-f]*[a-f])(?=[0-9a-f]*\d)[0-9a-f]{7,64}(?![\w.])|https?://|[\w/-]+\.(?:py|ya?ml|jsonl?|log|pth)\b",
        RegexOptions.IgnoreCase)]
    private static partial Regex Id();
}
