using System.Net.Sockets;
using Npgsql;
using Panoptes.Foundation;

namespace Panoptes.Studies.Leases.Databases;

/// <summary>A server that may be away for a while.</summary>
internal static class PostgresConnection
{
    // The most that one process keeps open for its leases.
    private const int Connections = 6;

    // With the nine probes of Linux, a server that is gone is noticed after 37 s.
    private const int IdleSeconds = 10;
    private const int ProbeSeconds = 3;

    /// <summary>
    /// A source of connections whose ends are noticed by the network's own means. A time limit on commands is not set: to keep it the
    /// library asks the server to cancel and waits for the answer without any limit, which over a link that is cut never comes.
    /// </summary>
    /// <exception cref="InputException">The connection string cannot be read.</exception>
    public static NpgsqlDataSource Source(string connection)
    {
        NpgsqlConnectionStringBuilder given;
        try
        {
            given = new NpgsqlConnectionStringBuilder(connection);
        }
        catch (Exception wrong) when (wrong is ArgumentException or FormatException or InvalidOperationException)
        {
            throw new InputException(
                "database", $"a connection string that cannot be read ({wrong.Message})", "such as Host=db;Username=ada;Database=studies",
                "correct it", wrong);
        }

        foreach (var (name, value) in new (string, object)[]
        {
            ("Command Timeout", 0), ("Tcp Keepalive", true), ("Tcp Keepalive Time", IdleSeconds), ("Tcp Keepalive Interval", ProbeSeconds),
            ("Maximum Pool Size", Connections), ("Application Name", "panoptes leases"),
        })
        {
            if (!given.ShouldSerialize(name))
            {
                given[name] = value;
            }
        }

        return NpgsqlDataSource.Create(given);
    }

    /// <summary>Whether an error is one of the network, of a server that starts or ends, or of too many at once.</summary>
    public static bool Passes(Exception error) => error switch
    {
        // Classes 08 connection, 53 resources, 57P shutdown and start; 40001 and 40P01 are transactions in each other's way.
        PostgresException refused => refused.SqlState is ['0', '8', ..] or ['5', '3', ..] or ['5', '7', 'P', ..] or "57014"
            or "40001" or "40P01",
        NpgsqlException or TimeoutException or SocketException or IOException => true,
        _ => false,
    };
}
