namespace Panoptes.Studies.Leases.Records;

/// <summary>How a key stands: its newest record, and what has been heard of its holder since.</summary>
internal sealed record Standing
{
    /// <summary>The newest token; 0 where nobody has ever held it.</summary>
    public long Token { get; init; }

    /// <summary>Its record; null where there is none, or none that can be read.</summary>
    public LeaseRecord? Record { get; init; }

    /// <summary>Whether it has not been given back.</summary>
    public bool IsHeld { get; init; }

    /// <summary>Signs of life.</summary>
    public long Heartbeats { get; init; }

    /// <summary>Seconds without any, as far as known; null where that is not known.</summary>
    public double? Silence { get; init; }

    /// <summary>Whether the holder is known to be dead.</summary>
    public bool IsDead { get; init; }

    /// <summary>What others are shown; null where nobody has ever held it.</summary>
    public Lease? Shown(string key) => Token == 0 ? null : new Lease
    {
        Key = key,
        Token = Token,
        Owner = IsHeld ? Record?.Owner ?? LeaseRecord.Nobody : null,
        Acquired = Record?.Acquired ?? default,
        Heartbeats = Heartbeats,
        Silence = IsHeld ? Silence : null,
        Reason = Record?.Reason ?? "",
    };
}
