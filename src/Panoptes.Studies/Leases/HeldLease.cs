namespace Panoptes.Studies.Leases;

/// <summary>
/// A lease that this process holds: gives signs of life by itself until it is disposed of, which gives it back. A backend derives its own.
/// </summary>
public abstract class HeldLease : IDisposable
{
    /// <summary>What is leased.</summary>
    public abstract string Key { get; }

    /// <summary>The fencing token.</summary>
    public abstract long Token { get; }

    /// <summary>Cancelled once the lease is known to be another's.</summary>
    public abstract CancellationToken Lost { get; }

    /// <summary>
    /// Asks the record, not the memory, whether this is still the newest token: to be called before everything that others will read is
    /// published. Waits where the record cannot be reached.
    /// </summary>
    /// <returns>False where the holder was deposed.</returns>
    public abstract bool IsNewest();

    /// <summary>Gives the lease back, if it is still this process's.</summary>
    public abstract void Dispose();
}
