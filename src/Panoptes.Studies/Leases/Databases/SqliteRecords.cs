using System.Text;
using Microsoft.Data.Sqlite;
using Panoptes.Studies.Leases.Processes;
using Panoptes.Studies.Leases.Records;

namespace Panoptes.Studies.Leases.Databases;

/// <summary>
/// Records in a table of SQLite, for the processes of one host: by its monotonic clock, which starts again with every boot, as all
/// processes do. One that is stopped in the middle of writing keeps all others from giving signs of life, so time is counted by a clock in
/// the database that every writer moves on, by at most one period.
/// </summary>
internal sealed class SqliteRecords(string connection, string study, TimeSpan period, TimeProvider time) : ILeaseRecords
{
    private const int Busy = 5;
    private const int Locked = 6;
    private const int OutOfSpace = 13;

    private const string Make =
        """
        CREATE TABLE IF NOT EXISTS leases (
            study TEXT NOT NULL,
            key TEXT NOT NULL,
            token INTEGER NOT NULL,
            is_held INTEGER NOT NULL,
            record TEXT NOT NULL,
            seconds REAL NOT NULL,
            boot TEXT NOT NULL,
            heartbeat REAL NOT NULL,
            heartbeats INTEGER NOT NULL,
            PRIMARY KEY (study, key)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS lease_clock (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            seconds REAL NOT NULL,
            boot TEXT NOT NULL,
            moved REAL NOT NULL);
        INSERT INTO lease_clock VALUES (1, 0, $boot, $now) ON CONFLICT (id) DO NOTHING;
        """;

    // By how much the clock is behind.
    private const string Behind = "CASE WHEN c.boot = $boot THEN min(max($now - moved, 0), $period) ELSE 0 END";

    private const string Select =
        $"""
        SELECT token, is_held, record, heartbeats, c.seconds + {Behind} - heartbeat, l.boot
        FROM lease_clock AS c LEFT JOIN leases AS l ON study = $study AND key = $key
        """;

    private const string SelectStandstill = "SELECT boot <> $boot OR $now - moved > $period / 8 FROM lease_clock";

    private const string SelectKeys = "SELECT key FROM leases WHERE study = $study AND is_held";

    private const string Move = $"UPDATE lease_clock AS c SET seconds = seconds + {Behind}, boot = $boot, moved = $now";

    private const string Clock = "(SELECT seconds FROM lease_clock)";

    private const string Insert =
        $"INSERT INTO leases VALUES ($study, $key, 1, 1, $record, $seconds, $boot, {Clock}, 0) ON CONFLICT (study, key) DO NOTHING";

    private const string Update =
        $"""
        UPDATE leases SET token = $token, is_held = 1, record = $record, seconds = $seconds,
            boot = $boot, heartbeat = {Clock}, heartbeats = 0
        WHERE study = $study AND key = $key AND token = $token - 1
            AND ($forced OR NOT is_held OR boot <> $boot OR {Clock} - heartbeat >= $periods * max(seconds, $seconds))
        """;

    private const string Beat =
        $"""
        UPDATE leases SET heartbeat = {Clock}, heartbeats = max(heartbeats, $count)
        WHERE study = $study AND key = $key AND token = $token AND is_held
        """;

    private const string Free = "UPDATE leases SET is_held = 0 WHERE study = $study AND key = $key AND token = $token AND is_held";

    private static string Boot => ProcessPlace.Here.Boot;

    // Seconds; the same for all processes of the host.
    private double Now => time.GetTimestamp() / (double)time.TimestampFrequency;

    /// <summary>Makes the tables where they are missing.</summary>
    public void MakeTables()
    {
        using var open = Open(isLasting: true);
        using (var journal = Command(open, null, "PRAGMA journal_mode = WAL", []))
        {
            journal.ExecuteNonQuery();
        }

        using var transaction = open.BeginTransaction(deferred: false);
        using var make = Command(open, transaction, Make, []);
        make.ExecuteNonQuery();
        transaction.Commit();
    }

    /// <inheritdoc/>
    public Standing Read(string key)
    {
        using var open = Open(isLasting: false);
        KeepMoving(open);
        using var command = Command(open, null, Select, [("$study", study), ("$key", key)]);
        using var row = command.ExecuteReader();
        if (!row.Read() || row.IsDBNull(0))
        {
            return new Standing();
        }

        var isHeld = row.GetBoolean(1);
        var record = LeaseRecord.Parse(Encoding.UTF8.GetBytes(row.GetString(2)));
        var isOfThisBoot = row.GetString(5) == Boot;
        return new Standing
        {
            Token = row.GetInt64(0),
            IsHeld = isHeld,
            Record = record,
            Heartbeats = row.GetInt64(3),
            Silence = isOfThisBoot ? Math.Max(0, row.GetDouble(4)) : null,
            IsDead = isHeld && (!isOfThisBoot || (record is not null && record.Place.HasEnded(record.Owner))),
        };
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Keys()
    {
        using var open = Open(isLasting: false);
        using var command = Command(open, null, SelectKeys, [("$study", study)]);
        using var row = command.ExecuteReader();
        var keys = new List<string>();
        while (row.Read())
        {
            keys.Add(row.GetString(0));
        }

        return keys;
    }

    /// <inheritdoc/>
    public bool TryPublish(string key, LeaseRecord record, bool isForced)
    {
        using var open = Open(isLasting: true);
        return Write(
            open, record.Token == 1 ? Insert : Update,
            ("$study", study), ("$key", key), ("$token", record.Token), ("$record", Encoding.UTF8.GetString(record.Bytes()).TrimEnd()),
            ("$seconds", record.Seconds), ("$forced", isForced), ("$periods", (double)LeaseBook.SilentPeriods)) == 1;
    }

    /// <inheritdoc/>
    public bool Renew(string key, long token, long count)
    {
        using var open = Open(isLasting: false);
        return Write(open, Beat, ("$study", study), ("$key", key), ("$token", token), ("$count", count)) == 1;
    }

    /// <inheritdoc/>
    public void Release(string key, long token)
    {
        using var open = Open(isLasting: false);
        Write(open, Free, ("$study", study), ("$key", key), ("$token", token));
    }

    /// <inheritdoc/>
    public bool Passes(Exception error) => error is SqliteException { SqliteErrorCode: Busy or Locked or OutOfSpace };

    // The clock must not stand still where nobody is left who writes.
    private void KeepMoving(SqliteConnection open)
    {
        using var command = Command(open, null, SelectStandstill, []);
        if (command.ExecuteScalar() is 1L)
        {
            Write(open, Move);
        }
    }

    private int Write(SqliteConnection open, string text, params (string Name, object Value)[] values)
    {
        using var transaction = open.BeginTransaction(deferred: false);
        using (var move = Command(open, transaction, Move, []))
        {
            move.ExecuteNonQuery();
        }

        using var command = Command(open, transaction, text, values);
        var rows = command.ExecuteNonQuery();
        transaction.Commit();
        return rows;
    }

    private SqliteConnection Open(bool isLasting)
    {
        var open = new SqliteConnection(connection);
        try
        {
            open.Open();

            // SQLite's own waiting comes back sooner than that of the library. A token must not be lost with the power; signs of life may.
            using var settings = Command(
                open, null, $"PRAGMA busy_timeout = 2000; PRAGMA synchronous = {(isLasting ? "FULL" : "NORMAL")}", []);
            settings.ExecuteNonQuery();
            return open;
        }
        catch
        {
            open.Dispose();
            throw;
        }
    }

    private SqliteCommand Command(SqliteConnection open, SqliteTransaction? transaction, string text, (string Name, object Value)[] values)
    {
        var command = new SqliteCommand(text, open, transaction);
        foreach (var (name, value) in values.Append(("$boot", Boot)).Append(("$now", Now)).Append(("$period", period.TotalSeconds)))
        {
            if (text.Contains(name, StringComparison.Ordinal))
            {
                command.Parameters.AddWithValue(name, value);
            }
        }

        return command;
    }
}
