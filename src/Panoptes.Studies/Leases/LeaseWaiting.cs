namespace Panoptes.Studies.Leases;

/// <summary>Waiting for what others hold.</summary>
public static class LeaseWaiting
{
    /// <summary>
    /// Waits before a lease is looked at again: until one of the study may have been given back where the leases tell of that, or else the
    /// whole time.
    /// </summary>
    /// <param name="leases">The leases.</param>
    /// <param name="longest">How long to wait.</param>
    /// <param name="cancel">Ends the waiting, within <paramref name="longest"/> where the leases are asked.</param>
    public static void Await(this ILeases leases, TimeSpan longest, CancellationToken cancel)
    {
        if (leases is ILeaseSignals signals)
        {
            signals.WaitForChange(longest);
        }
        else
        {
            cancel.WaitHandle.WaitOne(longest);
        }
    }
}
