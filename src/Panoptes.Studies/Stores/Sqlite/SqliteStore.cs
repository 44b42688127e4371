using Microsoft.Data.Sqlite;
using Panoptes.Foundation;
using Panoptes.Studies.FileSystems;
using Panoptes.Studies.Stores.Schema;

namespace Panoptes.Studies.Stores.Sqlite;

/// <summary>
/// A store in a file of SQLite, for many processes of one machine. Its members may be called from any thread; they take turns.
/// </summary>
internal sealed class SqliteStore : IStudyStore
{
    private static readonly string WriteCells = StoreTables.Cells.Upsert("", Values(StoreTables.Cells));
    private static readonly string WriteEvaluations = StoreTables.Evaluations.Upsert("", Values(StoreTables.Evaluations));
    private readonly Lock gate = new();
    private readonly SqliteConnection connection;
    private readonly string path;
    private readonly string study;

    /// <summary>Opens it, made where missing.</summary>
    /// <param name="path">The file.</param>
    /// <param name="study">The study.</param>
    /// <exception cref="InputException">The file cannot be used, or not there; says why and what to do.</exception>
    public SqliteStore(string path, string study)
        : this(path, study, FileSystemProbe.Of(path))
    {
    }

    /// <summary>Opens it on a kind of file system.</summary>
    internal SqliteStore(string path, string study, FileSystemKind kind)
    {
        (this.path, this.study) = (Path.GetFullPath(path), study);
        connection = SqliteFile.Open(this.path, kind);
    }

    /// <inheritdoc/>
    public string Shown => path;

    /// <inheritdoc/>
    public void Write(IReadOnlyList<CellRow> cells) => Change(transaction => Insert(transaction, WriteCells, StoreTables.Cells, cells));

    /// <inheritdoc/>
    public void Write(string cell, long attempt, IReadOnlyList<EvaluationRow> evaluations)
    {
        EvaluationRows.Check(cell, attempt, evaluations);
        Change(transaction =>
        {
            Execute(transaction, "DELETE FROM evaluations WHERE study = $study AND cell = $cell AND attempt = $attempt", command =>
            {
                command.Parameters.AddWithValue("$cell", cell);
                command.Parameters.AddWithValue("$attempt", attempt);
            });
            Insert(transaction, WriteEvaluations, StoreTables.Evaluations, evaluations);
        });
    }

    /// <inheritdoc/>
    public IReadOnlyList<CellRow> Cells() => List(StoreTables.Cells, null);

    /// <inheritdoc/>
    public IReadOnlyList<EvaluationRow> Evaluations(string? cell) => List(StoreTables.Evaluations, cell);

    /// <inheritdoc/>
    public void Remove(IReadOnlyList<string> cells) => Change(transaction =>
    {
        foreach (var cell in cells)
        {
            foreach (var (table, column) in new[] { ("cells", "id"), ("evaluations", "cell") })
            {
                Execute(
                    transaction, $"DELETE FROM {table} WHERE study = $study AND {column} = $cell",
                    command => command.Parameters.AddWithValue("$cell", cell));
            }
        }
    });

    /// <inheritdoc/>
    public QueryResult Query(string sql) => SqliteQuestion.Ask(path, study, sql);

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (gate)
        {
            connection.Dispose();
        }
    }

    private static string Values<TRow>(StoreTable<TRow> table) =>
        $"VALUES ($study, {string.Join(", ", table.Columns.Select(column => $"${column.Name}"))})";

    private void Change(Action<SqliteTransaction> work)
    {
        lock (gate)
        {
            try
            {
                // The lock is taken at once: a transaction that reads first may find it taken when it wants to write, and is lost.
                using var transaction = connection.BeginTransaction(deferred: false);
                work(transaction);
                transaction.Commit();
            }
            catch (SqliteException error)
            {
                throw SqliteFaults.Of(path, error);
            }
        }
    }

    private void Execute(SqliteTransaction transaction, string sql, Action<SqliteCommand> set)
    {
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = sql;
        command.Parameters.AddWithValue("$study", study);
        set(command);
        command.ExecuteNonQuery();
    }

    private void Insert<TRow>(SqliteTransaction transaction, string sql, StoreTable<TRow> table, IReadOnlyList<TRow> rows)
    {
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = sql;
        command.Parameters.AddWithValue("$study", study);
        var parameters = table.Columns.Select(column => command.Parameters.Add($"${column.Name}", TypeOf(column.Kind))).ToArray();
        foreach (var row in rows)
        {
            for (var i = 0; i < parameters.Length; i++)
            {
                parameters[i].Value = table.Columns[i].Value(row) switch
                {
                    null => DBNull.Value,
                    bool flag => flag ? 1L : 0L,
                    DateTime time => ColumnValue.TimeText(time),
                    var value => value,
                };
            }

            command.ExecuteNonQuery();
        }
    }

    private static SqliteType TypeOf(ColumnKind kind) => kind switch
    {
        ColumnKind.Integer or ColumnKind.Flag => SqliteType.Integer,
        ColumnKind.Real => SqliteType.Real,
        _ => SqliteType.Text,
    };

    private IReadOnlyList<TRow> List<TRow>(StoreTable<TRow> table, string? cell)
    {
        lock (gate)
        {
            try
            {
                using var command = connection.CreateCommand();
                command.CommandText = table.Select("", cell is null ? "study = $study" : "study = $study AND cell = $cell");
                command.Parameters.AddWithValue("$study", study);
                if (cell is not null)
                {
                    command.Parameters.AddWithValue("$cell", cell);
                }

                using var reader = command.ExecuteReader();
                return table.ReadAll(reader);
            }
            catch (SqliteException error)
            {
                throw SqliteFaults.Of(path, error);
            }
        }
    }
}
