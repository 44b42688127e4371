namespace Panoptes.Training.Collectives;

/// <summary>How long processes wait for each other before one that hangs ends them all.</summary>
/// <param name="Start">From the start of the first to that of the last, and where some measure or write: loading takes its time.</param>
/// <param name="Step">Within steps, where all do as much.</param>
public sealed record CollectiveDeadlines(TimeSpan Start, TimeSpan Step)
{
    /// <summary>300 and 60 seconds.</summary>
    public static CollectiveDeadlines Default { get; } = new(TimeSpan.FromSeconds(300), TimeSpan.FromSeconds(60));
}
