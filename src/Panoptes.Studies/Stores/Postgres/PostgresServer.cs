using System.Diagnostics;
using Npgsql;
using Panoptes.Foundation;

namespace Panoptes.Studies.Stores.Postgres;

/// <summary>
/// Connections to a server that may go away and come back: work is repeated until it is done, so that it has to be such that repeating
/// does no harm.
/// </summary>
internal sealed class PostgresServer : IDisposable
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);
    private readonly NpgsqlDataSource source;

    /// <summary>Connects to nothing yet.</summary>
    public PostgresServer(NpgsqlConnectionStringBuilder settings)
    {
        Shown = PostgresAddress.Show(settings);
        try
        {
            source = NpgsqlDataSource.Create(settings.ConnectionString);
        }
        catch (ArgumentException)
        {
            throw new InputException(
                "store", "settings that do not go together", "a connection that Npgsql can make", "correct the setting");
        }
    }

    /// <summary>Where it is, without a password.</summary>
    public string Shown { get; }

    /// <summary>Does something, again and again while the server is away.</summary>
    /// <param name="work">What is done, all in one transaction.</param>
    /// <param name="patience">How long the server may be away.</param>
    /// <param name="mayBeUnknown">Whether a host of unknown name is away, and not mistyped.</param>
    /// <exception cref="InputException">The server stays away, or refuses.</exception>
    public TResult Run<TResult>(Func<NpgsqlConnection, TResult> work, TimeSpan patience, bool mayBeUnknown = true)
    {
        var watch = Stopwatch.StartNew();
        for (var pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            try
            {
                using var connection = source.OpenConnection();
                return work(connection);
            }
            catch (Exception error) when (PostgresFaults.IsPassing(error) && (mayBeUnknown || !PostgresFaults.IsUnknownHost(error)))
            {
                if (watch.Elapsed + pause > patience)
                {
                    throw PostgresFaults.Away(Shown, watch.Elapsed, error);
                }

                // Not all at the same moment: many wait for the same server.
                Thread.Sleep(pause * (0.5 + (Random.Shared.NextDouble() / 2)));
            }
            catch (Exception error) when (error is NpgsqlException or System.Net.Sockets.SocketException)
            {
                throw PostgresFaults.Of(Shown, error);
            }
        }
    }

    /// <summary>Closes the connections.</summary>
    public void Dispose() => source.Dispose();
}
