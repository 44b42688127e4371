namespace Panoptes.Studies.TestHost;

/// <summary>What was done to a worker.</summary>
/// <param name="Worker">The worker.</param>
/// <param name="From">When, on the host's monotonic clock (ns).</param>
/// <param name="To">Until when it was stopped; never for one that was killed.</param>
public sealed record Fault(string Worker, long From, long To)
{
    /// <summary>Whether it was killed.</summary>
    public bool IsKill => To == long.MaxValue;
}
