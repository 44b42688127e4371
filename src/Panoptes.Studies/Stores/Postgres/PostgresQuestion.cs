using System.Globalization;
using Npgsql;
using Panoptes.Foundation;
using Panoptes.Studies.Stores.Schema;

namespace Panoptes.Studies.Stores.Postgres;

/// <summary>
/// Asks a database in a transaction that is READ ONLY and is never committed, through a cursor: DECLARE takes one SELECT and nothing else.
/// The names <c>cells</c> and <c>evaluations</c> are the views of one study. What functions do beside the database (files of the server,
/// other sessions) is for the user's rights in it to allow or not: a question cannot do what the same user could not do in psql.
/// </summary>
internal static class PostgresQuestion
{
    private const int RowsAtOnce = 10_000;

    /// <summary>Asks.</summary>
    /// <param name="connection">The database.</param>
    /// <param name="study">The study.</param>
    /// <param name="question">The question.</param>
    /// <param name="seconds">How long the server may think about each part of the answer.</param>
    /// <exception cref="InputException">It is refused; says why.</exception>
    public static QueryResult Ask(NpgsqlConnection connection, string study, string question, double seconds = Question.Seconds)
    {
        try
        {
            Execute(connection, "BEGIN READ ONLY");
            try
            {
                Narrow(connection, study, seconds);

                // A batch is not split at semicolons on its way: the server sees, and refuses, more than one statement.
                Execute(connection, $"DECLARE answer NO SCROLL CURSOR FOR {question}");
                return Read(connection);
            }
            finally
            {
                End(connection);
            }
        }
        catch (PostgresException error) when (!PostgresFaults.IsPassing(error))
        {
            throw error.SqlState switch
            {
                "57014" => Question.TooLong(seconds, error),
                "25006" => Question.Changes(error.MessageText, error),
                "42601" when error.MessageText.Contains("multiple commands", StringComparison.Ordinal) => Question.Several(error),
                "0A000" when error.MessageText.Contains("data-modifying", StringComparison.Ordinal) =>
                    Question.Changes(error.MessageText, error),
                _ => Question.Refused(error.MessageText, error),
            };
        }
    }

    private static void Narrow(NpgsqlConnection connection, string study, double seconds)
    {
        using var command = new NpgsqlCommand(
            "SELECT set_config('panoptes.study', $1, true), set_config('search_path', 'panoptes_study, public', true), "
                + "set_config('statement_timeout', $2, true), set_config('cursor_tuple_fraction', '1', true)",
            connection);
        command.Parameters.Add(new NpgsqlParameter { Value = study });
        command.Parameters.Add(new NpgsqlParameter { Value = $"{(long)(1000 * seconds)}ms" });
        command.ExecuteNonQuery();
    }

    private static QueryResult Read(NpgsqlConnection connection)
    {
        IReadOnlyList<string> columns = [];
        var rows = new List<IReadOnlyList<object?>>();
        for (var before = -1; rows.Count > before;)
        {
            before = rows.Count;
            using var command = new NpgsqlCommand($"FETCH {RowsAtOnce} FROM answer", connection) { CommandTimeout = 0 };
            using var reader = command.ExecuteReader();
            columns = [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetName)];
            while (reader.Read())
            {
                rows.Add([.. Enumerable.Range(0, columns.Count).Select(column => Value(reader, column))]);
            }

            Question.CheckCount(rows.Count);
        }

        return new QueryResult(columns, rows);
    }

    private static object? Value(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetValue(column) switch
    {
        bool flag => flag ? 1L : 0L, // As SQLite has it.
        short or int or uint => Convert.ToInt64(reader.GetValue(column), CultureInfo.InvariantCulture),
        float number => (double)number,
        decimal { Scale: 0 } number when number is >= long.MinValue and <= long.MaxValue => (long)number,
        decimal number => (double)number,
        DateTime time => ColumnValue.ReadTime(time),
        byte[] bytes => Convert.ToHexString(bytes),
        Array values => string.Join(", ", values.Cast<object?>()),
        var value and (long or double or string) => value,
        var value => Convert.ToString(value, CultureInfo.InvariantCulture),
    };

    private static void Execute(NpgsqlConnection connection, string sql)
    {
        using var batch = new NpgsqlBatch(connection) { Timeout = 0 };
        batch.BatchCommands.Add(new NpgsqlBatchCommand(sql));
        batch.ExecuteNonQuery();
    }

    private static void End(NpgsqlConnection connection)
    {
        try
        {
            Execute(connection, "ROLLBACK");
            Execute(connection, "SELECT pg_advisory_unlock_all()"); // The one thing of a question that outlives its transaction.
        }
        catch (NpgsqlException)
        {
            // The connection is gone, and the transaction with it; what broke it is what is reported.
        }
    }
}
