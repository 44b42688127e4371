namespace DashboardBench;

/// <summary>A clock that stands until it is moved.</summary>
internal sealed class StepClock(DateTimeOffset start) : TimeProvider
{
    private TimeSpan passed;

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>Moves it on.</summary>
    public void Advance(TimeSpan time) => passed += time;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => start + passed;

    /// <inheritdoc/>
    public override long GetTimestamp() => passed.Ticks;
}
