using Panoptes.Studies.Leases.Files;
using Panoptes.Studies.Leases.Records;

namespace Panoptes.Studies.Leases;

/// <summary>
/// Leases in files, for every file system that has hard links, local or of a network. A record is published by <c>link(2)</c>, which one of
/// many does first; a holder is judged by whether its signs of life change, and clocks of hosts are never compared.
/// </summary>
public sealed class FileLeases : ILeases
{
    private readonly LeaseBook book;

    /// <summary>Leases in a folder, made where missing, with a folder for each key. What may write there may lease.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="period">The lease period, from 0.2 s to a day.</param>
    /// <param name="time">The clock; of its two, the one of the day is only shown.</param>
    /// <exception cref="Foundation.InputException">The period is out of range.</exception>
    public FileLeases(string folder, TimeSpan period, TimeProvider time) =>
        book = new LeaseBook(new FileRecords(Path.GetFullPath(folder), period, time), period, time);

    /// <inheritdoc/>
    public HeldLease? TryTake(string key, LeaseOwner owner, out Lease? holder) => book.TryTake(key, owner, out holder);

    /// <inheritdoc/>
    public HeldLease Steal(string key, LeaseOwner owner, string reason) => book.Steal(key, owner, reason);

    /// <inheritdoc/>
    public Lease? Read(string key) => book.Read(key);

    /// <inheritdoc/>
    public IReadOnlyList<Lease> Held() => book.Held();

    /// <inheritdoc/>
    public void Dispose() => book.Dispose();
}
