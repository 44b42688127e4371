using Npgsql;
using NpgsqlTypes;
using Panoptes.Foundation;
using Panoptes.Studies.Stores.Schema;

namespace Panoptes.Studies.Stores.Postgres;

/// <summary>
/// A store in a PostgreSQL database, for many machines and many studies: base tables <c>panoptes.cells</c> and <c>panoptes.evaluations</c>
/// have the rows of all, told apart by the column <c>study</c>. Views of the same names in the schema <c>panoptes_study</c> have those of
/// one; in psql: <c>SET panoptes.study = 'NAME'; SET search_path = panoptes_study;</c>. Members may be called from any thread.
/// </summary>
internal sealed class PostgresStore : IStudyStore
{
    private const int RowsAtOnce = 5000;

    // Of everybody who changes the schema: "panoptes" as a number of 64 bits.
    private const long SchemaLock = 0x70616E6F70746573;
    private static readonly string WriteCells = StoreTables.Cells.Upsert(SqlDialect.Postgres.Prefix, Rows(StoreTables.Cells));
    private static readonly string WriteEvaluations =
        StoreTables.Evaluations.Upsert(SqlDialect.Postgres.Prefix, Rows(StoreTables.Evaluations));

    private readonly PostgresServer server;
    private readonly string study;
    private readonly TimeSpan patience;

    /// <summary>Opens it; the schema is made where missing.</summary>
    /// <param name="settings">Where it is.</param>
    /// <param name="study">The study.</param>
    /// <exception cref="InputException">It cannot be reached or used; says why and what to do.</exception>
    public PostgresStore(NpgsqlConnectionStringBuilder settings, string study)
        : this(settings, study, TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(15))
    {
    }

    /// <summary>Opens it.</summary>
    /// <param name="settings">Where it is.</param>
    /// <param name="study">The study.</param>
    /// <param name="first">How long the server may be away at first, when somebody may have mistyped its name.</param>
    /// <param name="patience">How long it may be away later.</param>
    internal PostgresStore(NpgsqlConnectionStringBuilder settings, string study, TimeSpan first, TimeSpan patience)
    {
        (this.study, this.patience) = (study, patience);
        server = new PostgresServer(settings);
        try
        {
            server.Run(Migrate, first, mayBeUnknown: false);
        }
        catch
        {
            server.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public string Shown => server.Shown;

    /// <inheritdoc/>
    public void Write(IReadOnlyList<CellRow> cells)
    {
        // One row a cell in one statement; always in the same order, so that two writers never wait for each other in a circle.
        var newest = new SortedDictionary<string, CellRow>(StringComparer.Ordinal);
        foreach (var row in cells)
        {
            if (!newest.TryGetValue(row.Id, out var there) || there.Token <= row.Token)
            {
                newest[row.Id] = row;
            }
        }

        Change((connection, transaction) => Insert(connection, transaction, WriteCells, StoreTables.Cells, [.. newest.Values]));
    }

    /// <inheritdoc/>
    public void Write(string cell, long attempt, IReadOnlyList<EvaluationRow> evaluations)
    {
        EvaluationRows.Check(cell, attempt, evaluations);
        var last = evaluations.GroupBy(row => (row.Split, row.Step, row.Metric, row.IsFinal)).Select(same => same.Last()).ToArray();
        Change((connection, transaction) =>
        {
            // Of two who replace the same numbers, one after the other: else rows of both could stay.
            Execute(
                connection, transaction, "SELECT pg_advisory_xact_lock(hashtextextended($1 || '/' || $2 || '/' || $3, 0))",
                study, cell, $"{attempt}");
            Execute(
                connection, transaction, "DELETE FROM panoptes.evaluations WHERE study = $1 AND cell = $2 AND attempt = $3",
                study, cell, attempt);
            Insert(connection, transaction, WriteEvaluations, StoreTables.Evaluations, last);
        });
    }

    /// <inheritdoc/>
    public IReadOnlyList<CellRow> Cells() => List(StoreTables.Cells, null);

    /// <inheritdoc/>
    public IReadOnlyList<EvaluationRow> Evaluations(string? cell) => List(StoreTables.Evaluations, cell);

    /// <inheritdoc/>
    public void Remove(IReadOnlyList<string> cells) => Change((connection, transaction) =>
    {
        string[] ids = [.. cells];
        Execute(connection, transaction, "DELETE FROM panoptes.cells WHERE study = $1 AND id = ANY ($2)", study, ids);
        Execute(connection, transaction, "DELETE FROM panoptes.evaluations WHERE study = $1 AND cell = ANY ($2)", study, ids);
    });

    /// <inheritdoc/>
    public QueryResult Query(string sql)
    {
        var question = Question.Trim(sql);
        return server.Run(connection => PostgresQuestion.Ask(connection, study, question), patience);
    }

    /// <inheritdoc/>
    public void Dispose() => server.Dispose();

    private static string Rows<TRow>(StoreTable<TRow> table)
    {
        var arrays = table.Columns.Select((column, i) => $"${i + 2}");
        return $"SELECT $1, * FROM unnest({string.Join(", ", arrays)})";
    }

    private bool Migrate(NpgsqlConnection connection)
    {
        // Who may only read or write rows can use a schema that is as it should be.
        if (HasVersion(connection) && Migrations.Version(connection, null, SqlDialect.Postgres, server.Shown) == Migrations.Newest)
        {
            return true;
        }

        using var transaction = connection.BeginTransaction();
        Execute(connection, transaction, "SELECT pg_advisory_xact_lock($1)", SchemaLock);
        Execute(connection, transaction, "CREATE SCHEMA IF NOT EXISTS panoptes");
        Migrations.Run(connection, transaction, SqlDialect.Postgres, server.Shown);
        transaction.Commit();
        return true;
    }

    private static bool HasVersion(NpgsqlConnection connection)
    {
        using var command = new NpgsqlCommand("SELECT to_regclass('panoptes.schema_version') IS NOT NULL", connection);
        return command.ExecuteScalar() is true;
    }

    private void Change(Action<NpgsqlConnection, NpgsqlTransaction> work) => server.Run(
        connection =>
        {
            using var transaction = connection.BeginTransaction();
            work(connection, transaction);
            transaction.Commit();
            return true;
        },
        patience);

    private static void Execute(NpgsqlConnection connection, NpgsqlTransaction transaction, string sql, params object[] values)
    {
        using var command = new NpgsqlCommand(sql, connection, transaction);
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        command.ExecuteNonQuery();
    }

    private void Insert<TRow>(
        NpgsqlConnection connection, NpgsqlTransaction transaction, string sql, StoreTable<TRow> table, IReadOnlyList<TRow> rows)
    {
        foreach (var some in rows.Chunk(RowsAtOnce))
        {
            using var command = new NpgsqlCommand(sql, connection, transaction);
            command.Parameters.Add(new NpgsqlParameter { Value = study, NpgsqlDbType = NpgsqlDbType.Text });
            foreach (var column in table.Columns)
            {
                var values = some.Select(column.Value);
                command.Parameters.Add(column.Kind switch
                {
                    ColumnKind.Integer => Array(NpgsqlDbType.Bigint, values.Cast<long>().ToArray()),
                    ColumnKind.Real => Array(NpgsqlDbType.Double, values.Cast<double?>().ToArray()),
                    ColumnKind.Flag => Array(NpgsqlDbType.Boolean, values.Cast<bool>().ToArray()),
                    ColumnKind.Time => Array(NpgsqlDbType.TimestampTz, values.Cast<DateTime>().ToArray()),
                    _ => Array(NpgsqlDbType.Text, values.Cast<string?>().ToArray()),
                });
            }

            command.ExecuteNonQuery();
        }
    }

    private static NpgsqlParameter Array(NpgsqlDbType type, object values) =>
        new() { Value = values, NpgsqlDbType = NpgsqlDbType.Array | type };

    private IReadOnlyList<TRow> List<TRow>(StoreTable<TRow> table, string? cell) => server.Run(
        connection =>
        {
            using var command = new NpgsqlCommand(
                table.Select(SqlDialect.Postgres.Prefix, cell is null ? "study = $1" : "study = $1 AND cell = $2"), connection);
            command.Parameters.Add(new NpgsqlParameter { Value = study });
            if (cell is not null)
            {
                command.Parameters.Add(new NpgsqlParameter { Value = cell });
            }

            using var reader = command.ExecuteReader();
            return table.ReadAll(reader);
        },
        patience);
}
