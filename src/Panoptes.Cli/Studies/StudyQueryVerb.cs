using System.CommandLine;
using System.Globalization;
using Panoptes.Cli.CommandLine;
using Panoptes.Foundation;
using Panoptes.Studies.Sessions;
using Panoptes.Studies.Stores;

namespace Panoptes.Cli.Studies;

/// <summary><c>study query</c>: asks a study's store in SQL.</summary>
internal static class StudyQueryVerb
{
    /// <summary>Makes the verb.</summary>
    public static Verb Create()
    {
        var study = StudyArguments.Study();
        var sql = new Option<string>("--sql")
        {
            Description = "One SELECT over the tables cells and evaluations; nothing can be changed by it.",
            HelpName = "SELECT",
            Required = true,
        };
        var asCsv = new Option<bool>("--as-csv") { Description = "Print comma-separated values." };
        var verb = new Verb(
            "query",
            "Answers a question in SQL about a study's cells and their numbers, on SQLite and PostgreSQL alike.",
            "./panoptes study query studies/bench --sql 'SELECT model, recipe, avg(value) FROM cells GROUP BY model, recipe'",
            "./panoptes study query studies/bench --sql 'SELECT * FROM evaluations WHERE is_final' --as-csv") { study, sql, asCsv };
        verb.SetAction(parsed =>
        {
            using var open = StudyContext.Open(parsed.GetRequiredValue(study));
            Print(open.Store.Query(parsed.GetRequiredValue(sql)), parsed.GetValue(asCsv), parsed.InvocationConfiguration.Output);
        });
        return verb;
    }

    private static void Print(QueryResult result, bool asCsv, TextWriter output)
    {
        if (!asCsv)
        {
            TextTable.Write(output, result.Columns, [.. result.Rows.Select(IReadOnlyList<string> (row) => [.. row.Select(Text)])]);
            return;
        }

        output.WriteLine(string.Join(',', result.Columns.Select(CsvField.Of)));
        foreach (var row in result.Rows)
        {
            output.WriteLine(string.Join(',', row.Select(value => CsvField.Of(Text(value)))));
        }
    }

    private static string Text(object? value) => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
}
