namespace Panoptes.Studies.Leases.Records;

/// <summary>Tries again what failed for a reason that passes, at growing distances.</summary>
internal static class Patience
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Last = TimeSpan.FromSeconds(2);

    /// <summary>Tries until it succeeds.</summary>
    /// <param name="attempt">What is tried.</param>
    /// <param name="passes">Which errors pass; others are thrown.</param>
    /// <param name="longest">How long it is tried; the last error is thrown then. Null for as long as it takes.</param>
    /// <param name="end">Ends the waiting.</param>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public static T Try<T>(Func<T> attempt, Func<Exception, bool> passes, TimeSpan? longest, CancellationToken end)
    {
        var begun = Environment.TickCount64;
        for (var pause = First; ; pause = pause * 2 < Last ? pause * 2 : Last)
        {
            end.ThrowIfCancellationRequested();
            try
            {
                return attempt();
            }
            catch (Exception error)
                when (passes(error) && !(Environment.TickCount64 - begun >= longest?.TotalMilliseconds))
            {
                // Up to half as long again, so that those who failed together do not come back together.
                end.WaitHandle.WaitOne(pause + (pause * (Random.Shared.NextDouble() / 2)));
            }
        }
    }
}
