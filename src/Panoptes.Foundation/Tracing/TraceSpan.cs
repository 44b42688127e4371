namespace Panoptes.Foundation.Tracing;

/// <summary>A stretch of work on one thread.</summary>
/// <param name="Kind">What sort of work, such as <c>phase</c> or <c>loader</c>.</param>
/// <param name="Name">What was done.</param>
/// <param name="Begin">When it began, in nanoseconds of the system's monotonic clock.</param>
/// <param name="End">When it ended.</param>
/// <param name="Thread">The system's id of the thread.</param>
public readonly record struct TraceSpan(string Kind, string Name, long Begin, long End, int Thread);
