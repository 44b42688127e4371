using Microsoft.Data.Sqlite;
using Panoptes.Foundation;
using Panoptes.Studies.FileSystems;
using Panoptes.Studies.Stores.Schema;

namespace Panoptes.Studies.Stores.Sqlite;

/// <summary>Opens the database file of a store.</summary>
internal static class SqliteFile
{
    private const int LockSeconds = 60;

    // SQLite's own waiting sees a free lock sooner than the library's above it, which tries again every 150 ms.
    private const int LockMilliseconds = 10_000;

    /// <summary>Opens it to write, made and brought to the newest schema where needed.</summary>
    /// <param name="path">Its full path.</param>
    /// <param name="kind">What it lies on.</param>
    /// <exception cref="InputException">It cannot be used, or not there.</exception>
    public static SqliteConnection Open(string path, FileSystemKind kind)
    {
        if (kind == FileSystemKind.Network)
        {
            throw SqliteFaults.Shared(path);
        }

        var connection = Connect(path, SqliteOpenMode.ReadWriteCreate);
        try
        {
            Prepare(connection, path, kind);
            return connection;
        }
        catch (SqliteException error)
        {
            connection.Dispose();
            throw SqliteFaults.Of(path, error);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Opens it to read.</summary>
    public static SqliteConnection OpenToRead(string path) => Connect(path, SqliteOpenMode.ReadOnly);

    /// <summary>Carries out a statement.</summary>
    public static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static SqliteConnection Connect(string path, SqliteOpenMode mode)
    {
        var settings = new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, Pooling = false, DefaultTimeout = LockSeconds };
        var connection = new SqliteConnection(settings.ConnectionString);
        try
        {
            connection.Open();
            Execute(connection, $"PRAGMA busy_timeout = {LockMilliseconds}");
            return connection;
        }
        catch (SqliteException error)
        {
            connection.Dispose();
            throw SqliteFaults.Of(path, error);
        }
    }

    private static void Prepare(SqliteConnection connection, string path, FileSystemKind kind)
    {
        // Write-ahead logging needs memory that processes share. What is lost of it when the machine goes down, the folders still have.
        if (kind == FileSystemKind.Local && Text(connection, null, "PRAGMA journal_mode") != "wal")
        {
            Execute(connection, "PRAGMA journal_mode = WAL");
        }

        Execute(connection, "PRAGMA synchronous = NORMAL");
        if (HasTable(connection, null, "schema_version")
            && Migrations.Version(connection, null, SqlDialect.Sqlite, path) == Migrations.Newest)
        {
            return;
        }

        // Looked at again under the lock: between two looks without it another process may have made all tables.
        using var transaction = connection.BeginTransaction(deferred: false);
        bool Has(string name) => HasTable(connection, transaction, name);
        if (!Has("schema_version") && (Has(StoreTables.Cells.Name) || Has(StoreTables.Evaluations.Name)))
        {
            throw SqliteFaults.Foreign(path);
        }

        Migrations.Run(connection, transaction, SqlDialect.Sqlite, path);
        transaction.Commit();
    }

    private static bool HasTable(SqliteConnection connection, SqliteTransaction? transaction, string name) =>
        Text(connection, transaction, $"SELECT name FROM sqlite_master WHERE type = 'table' AND name = '{name}'") is not null;

    private static string? Text(SqliteConnection connection, SqliteTransaction? transaction, string sql)
    {
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = sql;
        return command.ExecuteScalar() as string;
    }
}
