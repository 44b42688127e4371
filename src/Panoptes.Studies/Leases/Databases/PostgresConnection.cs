using System.Net.Sockets;
using Npgsql;
using Panoptes.Foundation;

namespace Panoptes.Studies.Leases.Databases;

/// <summary>A server that may be away for a while.</summary>
internal static class PostgresConnection
{
    // The most that one process keeps open for its leases.
    private const int Connections = 6;

    /// <summary>
    /// A source of connections that notices within half a lease period, 5 to 15 s, that a server does not answer, unless the connection
    /// string says when.
    /// </summary>
    /// <exception cref="InputException">The connection string cannot be read.</exception>
    public static NpgsqlDataSource Source(string connection, TimeSpan period)
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

        var patience = (int)Math.Clamp(Math.Ceiling(period.TotalSeconds / 2), 5, 15);
        foreach (var (name, value) in new (string, object)[]
        {
            ("Command Timeout", patience), ("Cancellation Timeout", -1), ("Maximum Pool Size", Connections),
            ("Application Name", "panoptes leases"),
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
