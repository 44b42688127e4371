using System.Text;
using Npgsql;
using Panoptes.Studies.Leases.Records;

namespace Panoptes.Studies.Leases.Databases;

/// <summary>Records in a table of PostgreSQL, by the clock of its server alone.</summary>
internal sealed class PostgresRecords(NpgsqlDataSource source, string study) : ILeaseRecords
{
    /// <summary>The channel on which releases are told.</summary>
    internal const string Channel = "panoptes_leases";

    private const string IsMade = "SELECT to_regclass('leases') IS NOT NULL";

    // Two that make a table at the same time would collide in spite of IF NOT EXISTS. Sent at once, these are one transaction, which does
    // not wait for the client in the middle.
    private const string Make =
        """
        SELECT pg_advisory_xact_lock(hashtextextended('panoptes leases', 0));
        CREATE TABLE IF NOT EXISTS leases (
            study text NOT NULL,
            key text NOT NULL,
            token bigint NOT NULL,
            is_held boolean NOT NULL,
            record text NOT NULL,
            seconds double precision NOT NULL,
            acquired timestamptz NOT NULL,
            heartbeat timestamptz NOT NULL,
            heartbeats bigint NOT NULL,
            PRIMARY KEY (study, key));
        """;

    // Nobody could give a sign of life while the server was away.
    private const string Silence =
        "extract(epoch FROM clock_timestamp() - greatest(heartbeat, pg_postmaster_start_time()))::double precision";

    private const string Select =
        $"SELECT token, is_held, record, heartbeats, {Silence}, acquired FROM leases WHERE study = $1 AND key = $2";

    private const string SelectKeys = "SELECT key FROM leases WHERE study = $1 AND is_held";

    private const string Insert =
        """
        INSERT INTO leases VALUES ($1, $2, 1, true, $3, $4, clock_timestamp(), clock_timestamp(), 0)
        ON CONFLICT (study, key) DO NOTHING
        """;

    private const string Update =
        $"""
        UPDATE leases SET token = $5 + 1, is_held = true, record = $3, seconds = $4,
            acquired = clock_timestamp(), heartbeat = clock_timestamp(), heartbeats = 0
        WHERE study = $1 AND key = $2 AND token = $5
            AND ($6 OR NOT is_held OR {Silence} >= $7 * greatest(seconds, $4))
        """;

    private const string Beat =
        """
        UPDATE leases SET heartbeat = clock_timestamp(), heartbeats = greatest(heartbeats, $4)
        WHERE study = $1 AND key = $2 AND token = $3 AND is_held
        """;

    private const string Free =
        $"""
        WITH freed AS (UPDATE leases SET is_held = false WHERE study = $1 AND key = $2 AND token = $3 AND is_held RETURNING study)
        SELECT pg_notify('{Channel}', study) FROM freed
        """;

    /// <summary>Makes the table where it is missing.</summary>
    public void MakeTable()
    {
        using var ask = Command(IsMade);
        if (ask.ExecuteScalar() is not true)
        {
            using var make = Command(Make);
            make.ExecuteNonQuery();
        }
    }

    /// <inheritdoc/>
    public Standing Read(string key)
    {
        using var command = Command(Select, study, key);
        using var row = command.ExecuteReader();
        if (!row.Read())
        {
            return new Standing();
        }

        var record = LeaseRecord.Parse(Encoding.UTF8.GetBytes(row.GetString(2)));
        return new Standing
        {
            Token = row.GetInt64(0),
            IsHeld = row.GetBoolean(1),
            Record = record is null ? null : record with { Acquired = row.GetDateTime(5) },
            Heartbeats = row.GetInt64(3),
            Silence = Math.Max(0, row.GetDouble(4)),
            IsDead = row.GetBoolean(1) && record is not null && record.Place.HasEnded(record.Owner),
        };
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Keys()
    {
        using var command = Command(SelectKeys, study);
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
        var text = Encoding.UTF8.GetString(record.Bytes()).TrimEnd();
        using var command = record.Token == 1
            ? Command(Insert, study, key, text, record.Seconds)
            : Command(Update, study, key, text, record.Seconds, record.Token - 1, isForced, (double)LeaseBook.SilentPeriods);
        return command.ExecuteNonQuery() == 1;
    }

    /// <inheritdoc/>
    public bool Renew(string key, long token, long count)
    {
        using var command = Command(Beat, study, key, token, count);
        return command.ExecuteNonQuery() == 1;
    }

    /// <inheritdoc/>
    public void Release(string key, long token)
    {
        using var command = Command(Free, study, key, token);
        command.ExecuteNonQuery();
    }

    /// <inheritdoc/>
    public bool Passes(Exception error) => PostgresConnection.Passes(error);

    private NpgsqlCommand Command(string text, params object[] values)
    {
        var command = source.CreateCommand(text);
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        return command;
    }
}
