using Npgsql;

namespace Panoptes.Studies.Leases.Databases;

/// <summary>Hears of leases that were given back, on a connection of its own.</summary>
internal sealed class PostgresSignals(NpgsqlDataSource source, string study) : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);
    private readonly Lock gate = new();
    private NpgsqlConnection? connection;
    private bool isHeard;

    /// <summary>Waits; see <see cref="ILeaseSignals.WaitForChange"/>.</summary>
    public bool Wait(TimeSpan longest)
    {
        var end = Environment.TickCount64 + (long)longest.TotalMilliseconds;
        if (!gate.TryEnter(longest))
        {
            return false;
        }

        try
        {
            while (true)
            {
                var left = end - Environment.TickCount64;
                if (left <= 0)
                {
                    return false;
                }

                if (Hear(TimeSpan.FromMilliseconds(left)))
                {
                    return true;
                }
            }
        }
        finally
        {
            gate.Exit();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (gate)
        {
            Close();
        }
    }

    private bool Hear(TimeSpan longest)
    {
        try
        {
            if (connection is null)
            {
                connection = source.OpenConnection();
                connection.Notification += (_, told) => isHeard |= told.Payload == study;
                using var listen = new NpgsqlCommand($"LISTEN {PostgresRecords.Channel}", connection);
                listen.ExecuteNonQuery();
                return true;
            }

            isHeard = false;
            connection.Wait(longest);
            return isHeard;
        }
        catch (Exception error) when (PostgresConnection.Passes(error))
        {
            Close();
            Thread.Sleep(longest < Pause ? longest : Pause);
            return false;
        }
    }

    private void Close()
    {
        connection?.Dispose();
        connection = null;
    }
}
