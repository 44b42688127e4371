using Microsoft.Data.Sqlite;
using Panoptes.Foundation;
using Panoptes.Studies.FileSystems;
using Panoptes.Studies.Leases.Databases;
using Panoptes.Studies.Leases.Files;
using Panoptes.Studies.Leases.Records;

namespace Panoptes.Studies.Leases;

/// <summary>
/// Leases in a table of SQLite, <c>leases</c>, on a disk of this host, for processes of this host. Its monotonic clock counts, so that a
/// clock that is set changes nothing.
/// </summary>
public sealed class SqliteLeases : ILeases
{
    private const int LockWait = 30; // seconds
    private readonly LeaseBook book;
    private readonly string connection;

    /// <summary>Leases of a study; file and table are made where they are missing.</summary>
    /// <param name="path">The database's file.</param>
    /// <param name="study">The study's name.</param>
    /// <param name="period">The lease period, from 0.2 s to a day.</param>
    /// <param name="time">The clock; of its two, the one of the day is only shown.</param>
    /// <exception cref="InputException">The file is on a network file system, or is no database that may be written.</exception>
    public SqliteLeases(string path, string study, TimeSpan period, TimeProvider time)
        : this(path, study, period, time, NetworkFileSystem.Of)
    {
    }

    /// <summary>The same, where file systems are called what they are told to be called.</summary>
    internal SqliteLeases(string path, string study, TimeSpan period, TimeProvider time, Func<string, string?> network)
    {
        path = Path.GetFullPath(path);
        var folder = Path.GetDirectoryName(path)!;
        SharedFolder.Make(folder);
        var target = File.Exists(path) ? File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path : path;
        if (network(Path.GetDirectoryName(target)!) is { } kind)
        {
            throw new InputException(
                path,
                $"a file on {kind}, a file system of a network, whose locks SQLite cannot rely on: two hosts could hold one lease, "
                    + "and the database be damaged",
                "a file on a disk of this host", "keep the leases in files (leases.backend: files), or the study's database in PostgreSQL");
        }

        connection = new SqliteConnectionStringBuilder { DataSource = path, DefaultTimeout = LockWait }.ToString();
        var records = new SqliteRecords(connection, study, period, time);
        book = new LeaseBook(records, period, time);
        try
        {
            // Empty it is a database too; it is there for its rights.
            PlainFile.Create(path, [], SharedFolder.FileMode(folder));
            Patience.Try(
                () =>
                {
                    records.MakeTables();
                    return true;
                },
                records.Passes, TimeSpan.FromSeconds(LockWait), CancellationToken.None);
        }
        catch (SqliteException refused)
        {
            throw new InputException(
                path, $"a file in which SQLite cannot keep leases ({refused.Message})", "a database of SQLite that may be written, or none",
                "name another file, or let this one be written", refused);
        }
    }

    /// <inheritdoc/>
    public HeldLease? TryTake(string key, LeaseOwner owner, out Lease? holder) => book.TryTake(key, owner, out holder);

    /// <inheritdoc/>
    public HeldLease Steal(string key, LeaseOwner owner, string reason) => book.Steal(key, owner, reason);

    /// <inheritdoc/>
    public Lease? Read(string key) => book.Read(key);

    /// <inheritdoc/>
    public IReadOnlyList<Lease> Held() => book.Held();

    /// <inheritdoc/>
    public void Dispose()
    {
        book.Dispose();
        using var pooled = new SqliteConnection(connection);
        SqliteConnection.ClearPool(pooled);
    }
}
