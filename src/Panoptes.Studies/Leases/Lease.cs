namespace Panoptes.Studies.Leases;

/// <summary>A lease as its record stands.</summary>
public sealed record Lease
{
    /// <summary>What is leased: a cell's fingerprint.</summary>
    public string Key { get; init; } = "";

    /// <summary>The fencing token: one more with every holder, from 1. Whoever has a smaller one than the newest was deposed.</summary>
    public long Token { get; init; }

    /// <summary>Who holds it; null where it was given back or nobody has ever held it.</summary>
    public LeaseOwner? Owner { get; init; }

    /// <summary>When it was taken, on the clock of whoever keeps the record (UTC).</summary>
    public DateTime Acquired { get; init; }

    /// <summary>Signs of life since.</summary>
    public long Heartbeats { get; init; }

    /// <summary>Seconds since the last sign of life as far as the reader can tell without comparing clocks; null where it cannot.</summary>
    public double? Silence { get; init; }

    /// <summary>Why it was taken away from the holder before, if it was; empty for nothing.</summary>
    public string Reason { get; init; } = "";
}
