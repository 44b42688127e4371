namespace Panoptes.Studies.Tests.Leases;

/// <summary>A clock that goes on only when told to.</summary>
internal sealed class SteppedTime : TimeProvider
{
    private long ticks = TimeSpan.TicksPerDay;

    /// <summary>How far the clock of the day is off.</summary>
    public TimeSpan Offset { get; set; }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => ticks;

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch.AddTicks(ticks) + Offset;

    public void Advance(double seconds) => ticks += TimeSpan.FromSeconds(seconds).Ticks;
}
