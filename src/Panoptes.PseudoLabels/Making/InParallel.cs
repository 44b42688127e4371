using System.Runtime.ExceptionServices;

namespace Panoptes.PseudoLabels.Making;

/// <summary>Runs over numbered items; the first of them (by number) that fails decides the error.</summary>
internal static class InParallel
{
    /// <summary>Runs.</summary>
    /// <param name="count">Items.</param>
    /// <param name="threads">Items at once.</param>
    /// <param name="work">What is done with each.</param>
    public static void Run(int count, int threads, Action<int> work)
    {
        var (failedAt, failure, gate) = (int.MaxValue, (ExceptionDispatchInfo?)null, new Lock());
        Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = threads }, (i, loop) =>
        {
            try
            {
                work(i);
            }
            catch (Exception error)
            {
                lock (gate)
                {
                    (failedAt, failure) = i < failedAt ? (i, ExceptionDispatchInfo.Capture(error)) : (failedAt, failure);
                }

                loop.Break();
            }
        });
        failure?.Throw();
    }
}
