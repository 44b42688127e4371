using System.Net.Sockets;
using System.Security.Authentication;
using Npgsql;
using Panoptes.Foundation;

namespace Panoptes.Studies.Stores.Postgres;

/// <summary>
/// Which errors go by themselves, and what is said of the others (codes: postgresql.org/docs/current/errcodes-appendix.html).
/// </summary>
internal static class PostgresFaults
{
    /// <summary>Whether the server is away, starting, ending or full, or others were in the way: to be tried again.</summary>
    public static bool IsPassing(Exception error) => error switch
    {
        PostgresException refused => refused.SqlState is "57P01" or "57P02" or "57P03" or "53300" or "40001" or "40P01" or "55P03"
            || refused.SqlState.StartsWith("08", StringComparison.Ordinal)
            || refused is { SqlState: "23505", SchemaName: "pg_catalog" }, // Two make the same thing at once.
        NpgsqlException { InnerException: AuthenticationException } => false,
        NpgsqlException broken => broken.IsTransient || broken.InnerException is IOException or SocketException or TimeoutException,
        SocketException or IOException or TimeoutException => true,
        _ => false,
    };

    /// <summary>Whether the name of the host is not known.</summary>
    public static bool IsUnknownHost(Exception? error) => error is not null
        && (error is SocketException { SocketErrorCode: SocketError.HostNotFound } || IsUnknownHost(error.InnerException));

    /// <summary>The message for an error.</summary>
    /// <param name="shown">The database, without a password.</param>
    /// <param name="error">What the server or the connection says.</param>
    public static InputException Of(string shown, Exception error)
    {
        var (expected, advice) = (error as PostgresException)?.SqlState switch
        {
            "28P01" or "28000" => ("a user and a password that it accepts", "set PGPASSWORD or a file ~/.pgpass, or correct the user"),
            "3D000" => ("a database that is there", "make it (createdb), or correct the name"),
            "42501" => ("rights to the schema panoptes", "have its owner grant them: GRANT ... ON ALL TABLES IN SCHEMA panoptes"),
            "53100" => ("room on its disk", "make room"),
            "25006" => ("a server that may be written", "name the primary server, or wait until it is one"),
            _ => ("a server that takes the study's rows", "look at the server, or correct the setting store"),
        };
        return new InputException(shown, $"a PostgreSQL database that refuses ({Text(error)})", expected, advice, error);
    }

    /// <summary>What is said of a server that stays away.</summary>
    public static InputException Away(string shown, TimeSpan waited, Exception error) => new(
        shown, $"no PostgreSQL server that answers for {waited.TotalSeconds:F0} s ({Text(error)})", "one that does",
        "start it, or correct the setting store; nothing is lost: a store is made again from the cells' folders", error);

    /// <summary>What the server or the connection says.</summary>
    public static string Text(Exception error) => error switch
    {
        PostgresException refused => $"{refused.SqlState}: {refused.MessageText}",
        { InnerException: { } inner } => inner.Message,
        _ => error.Message,
    };
}
