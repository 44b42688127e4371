namespace Panoptes.Studies.Leases;

/// <summary>Leases that tell of changes, so that whoever waits need not ask again and again.</summary>
public interface ILeaseSignals
{
    /// <summary>
    /// Waits until a lease of the study may have been given back. Returns at once when asked for the first time, and after a time without
    /// contact: something may have been missed.
    /// </summary>
    /// <param name="longest">How long to wait. A dead holder gives nothing back: no longer than a quarter of the period is of use.</param>
    /// <returns>False where the time went by and nothing was heard.</returns>
    bool WaitForChange(TimeSpan longest);
}
