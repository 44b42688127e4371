using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Panoptes.Foundation;
using Panoptes.Studies.Stores.Schema;
using SQLitePCL;

namespace Panoptes.Studies.Stores.Sqlite;

/// <summary>
/// Asks a database file, on a connection of its own that can only read: the file is opened to read, SQLite refuses changes
/// (query_only), and every statement but SELECT is refused while it is compiled (sqlite3_set_authorizer), PRAGMA and ATTACH among them.
/// The names <c>cells</c> and <c>evaluations</c> are views of one study, made for the connection alone; <c>main.cells</c> has the rows
/// of all studies that the file holds.
/// </summary>
internal static class SqliteQuestion
{
    private const int InstructionsBetweenLooks = 100_000;

    /// <summary>Asks.</summary>
    /// <param name="path">The file.</param>
    /// <param name="study">The study.</param>
    /// <param name="sql">The question.</param>
    /// <param name="seconds">How long SQLite may think about it.</param>
    /// <exception cref="InputException">It is refused; says why.</exception>
    public static QueryResult Ask(string path, string study, string sql, double seconds = Question.Seconds)
    {
        var question = Question.Trim(sql);
        using var connection = SqliteFile.OpenToRead(path);
        var refused = "";
        try
        {
            Narrow(connection, study);
            var watch = Stopwatch.StartNew();
            raw.sqlite3_progress_handler(
                connection.Handle, InstructionsBetweenLooks, _ => watch.Elapsed.TotalSeconds > seconds ? 1 : 0, null);
            raw.sqlite3_set_authorizer(
                connection.Handle,
                (_, action, first, second, _, _) =>
                {
                    var isFine = action is raw.SQLITE_SELECT or raw.SQLITE_READ or raw.SQLITE_RECURSIVE
                        || (action == raw.SQLITE_FUNCTION && second != "load_extension");
                    refused = isFine ? refused : string.Join(' ', new[] { first, second }.Where(text => !string.IsNullOrEmpty(text)));
                    return isFine ? raw.SQLITE_OK : raw.SQLITE_DENY;
                },
                null);
            CheckIsOne(connection, question);
            return Read(connection, question);
        }
        catch (SqliteException error)
        {
            throw error.SqliteErrorCode switch
            {
                raw.SQLITE_INTERRUPT => Question.TooLong(seconds, error),
                raw.SQLITE_AUTH or raw.SQLITE_READONLY => Question.Changes(refused, error),
                raw.SQLITE_ERROR or raw.SQLITE_MISMATCH or raw.SQLITE_TOOBIG => Question.Refused(SqliteFaults.Text(error), error),
                _ => SqliteFaults.Of(path, error),
            };
        }
    }

    private static void Narrow(SqliteConnection connection, string study)
    {
        var name = study.Replace("'", "''", StringComparison.Ordinal);
        SqliteFile.Execute(connection, "PRAGMA temp_store = MEMORY");
        foreach (var (table, columns) in new[]
        {
            (StoreTables.Cells.Name, StoreTables.Cells.Names), (StoreTables.Evaluations.Name, StoreTables.Evaluations.Names),
        })
        {
            SqliteFile.Execute(
                connection, $"CREATE TEMP VIEW {table} AS SELECT {columns}, study FROM main.{table} WHERE study = '{name}'");
        }

        SqliteFile.Execute(connection, "PRAGMA query_only = ON");
    }

    private static void CheckIsOne(SqliteConnection connection, string question)
    {
        // What does not compile is reported when it is carried out.
        if (raw.sqlite3_prepare_v2(connection.Handle, question, out var first, out var rest) != raw.SQLITE_OK)
        {
            return;
        }

        first.Dispose();
        while (!string.IsNullOrWhiteSpace(rest))
        {
            var code = raw.sqlite3_prepare_v2(connection.Handle, rest, out var next, out rest);
            var isNothing = code == raw.SQLITE_OK && next.IsInvalid;
            next?.Dispose();
            if (!isNothing)
            {
                throw Question.Several();
            }
        }
    }

    private static QueryResult Read(SqliteConnection connection, string question)
    {
        using var command = connection.CreateCommand();
        command.CommandText = question;
        using var reader = command.ExecuteReader();
        var columns = Enumerable.Range(0, reader.FieldCount).Select(reader.GetName).ToArray();
        var rows = new List<IReadOnlyList<object?>>();
        while (reader.Read())
        {
            var row = new object?[columns.Length];
            for (var i = 0; i < row.Length; i++)
            {
                row[i] = reader.GetValue(i) switch
                {
                    DBNull => null,
                    byte[] bytes => Convert.ToHexString(bytes),
                    var value => value,
                };
            }

            rows.Add(row);
            Question.CheckCount(rows.Count);
        }

        return new QueryResult(columns, rows);
    }
}
