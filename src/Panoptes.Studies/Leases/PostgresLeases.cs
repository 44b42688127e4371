using Npgsql;
using Panoptes.Foundation;
using Panoptes.Studies.Leases.Databases;
using Panoptes.Studies.Leases.Records;

namespace Panoptes.Studies.Leases;

/// <summary>
/// Leases in a table of PostgreSQL, <c>leases</c>, by compare-and-swap on the token and the server's clock. Where the server is away,
/// members wait until it is back; nobody loses a lease by that.
/// </summary>
public sealed class PostgresLeases : ILeases, ILeaseSignals
{
    private static readonly TimeSpan FirstContact = TimeSpan.FromSeconds(30);
    private readonly NpgsqlDataSource source;
    private readonly LeaseBook book;
    private readonly PostgresSignals signals;

    /// <summary>Leases of a study; the table is made where it is missing.</summary>
    /// <param name="connection">The connection string.</param>
    /// <param name="study">The study's name.</param>
    /// <param name="period">The lease period, from 0.2 s to a day.</param>
    /// <exception cref="InputException">The server cannot be reached for 30 s, or refuses; says why.</exception>
    public PostgresLeases(string connection, string study, TimeSpan period)
    {
        source = PostgresConnection.Source(connection);
        var records = new PostgresRecords(source, study);
        book = new LeaseBook(records, period, TimeProvider.System);
        signals = new PostgresSignals(source, study);
        try
        {
            Patience.Try(
                () =>
                {
                    records.MakeTable();
                    return true;
                },
                records.Passes, FirstContact, CancellationToken.None);
        }
        catch (Exception refused) when (refused is NpgsqlException or TimeoutException or IOException)
        {
            Dispose();
            var given = new NpgsqlConnectionStringBuilder(connection);
            throw new InputException(
                $"database {given.Database} on {given.Host}", $"one that leases cannot be kept in ({refused.Message})",
                "a server that lets a table be made and written",
                "check the connection, or keep the leases in files (leases.backend: files)",
                refused);
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
    public bool WaitForChange(TimeSpan longest) => signals.Wait(longest);

    /// <inheritdoc/>
    public void Dispose()
    {
        book.Dispose();
        signals.Dispose();
        source.Dispose();
    }
}
