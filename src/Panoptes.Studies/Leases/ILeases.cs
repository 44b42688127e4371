namespace Panoptes.Studies.Leases;

/// <summary>
/// Leases with fencing tokens (specification of studies, 8.5). Never two valid tokens of one key: a holder is whoever has the newest.
/// All members may be called from any thread.
/// </summary>
public interface ILeases : IDisposable
{
    /// <summary>
    /// Takes a lease that is free, or whose holder has shown no sign of life for two lease periods as this process itself has observed, or
    /// is known to be dead. Does not wait: to observe a holder, call again.
    /// </summary>
    /// <param name="key">What is leased.</param>
    /// <param name="owner">Who takes it.</param>
    /// <param name="holder">Who has it, where it was not taken.</param>
    /// <returns>The lease, or null where another holds it.</returns>
    HeldLease? TryTake(string key, LeaseOwner owner, out Lease? holder);

    /// <summary>Takes a lease away from whoever holds it.</summary>
    /// <param name="key">What is leased.</param>
    /// <param name="owner">Who takes it.</param>
    /// <param name="reason">Why, which is kept.</param>
    HeldLease Steal(string key, LeaseOwner owner, string reason);

    /// <summary>The record of a key; null where nobody has ever held it.</summary>
    Lease? Read(string key);

    /// <summary>The records of all keys that somebody holds.</summary>
    IReadOnlyList<Lease> Held();
}
