using System.Runtime.ExceptionServices;

namespace Panoptes.Foundation;

/// <summary>
/// Runs over numbered items, such as images, on several threads. The first item (by number) that fails decides the error, so that it does
/// not depend on the threads; those before it are all done.
/// </summary>
public static class ParallelItems
{
    /// <summary>Runs with workers that own nothing.</summary>
    /// <param name="count">Items.</param>
    /// <param name="threads">Items at once, at least 1.</param>
    /// <param name="work">What is done with each, from any thread.</param>
    /// <param name="progress">Told how many of how many are done, from any thread; null tells nobody.</param>
    public static void Run(int count, int threads, Action<int> work, Action<int, int>? progress = null) =>
        Run(count, threads, () => 0, (_, index) => work(index), _ => { }, progress);

    /// <summary>Runs with a few workers that own their buffers.</summary>
    /// <typeparam name="TWorker">What a worker owns.</typeparam>
    /// <param name="count">Items.</param>
    /// <param name="threads">Items at once, at least 1.</param>
    /// <param name="open">Makes what a worker owns, on its thread.</param>
    /// <param name="work">What is done with each item.</param>
    /// <param name="close">Takes what a worker owned, one at a time.</param>
    /// <param name="progress">Told how many of how many are done, from any thread; null tells nobody.</param>
    public static void Run<TWorker>(
        int count, int threads, Func<TWorker> open, Action<TWorker, int> work, Action<TWorker> close, Action<int, int>? progress = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(threads);
        var (next, done) = (-1, 0);
        var gate = new Lock();
        var firstFailed = int.MaxValue;
        ExceptionDispatchInfo? failure = null;
        var workers = new Thread[Math.Clamp(Math.Min(threads, count), 1, 256) - 1];
        for (var i = 0; i < workers.Length; i++)
        {
            workers[i] = new Thread(Work) { IsBackground = true };
            workers[i].Start();
        }

        Work();
        foreach (var worker in workers)
        {
            worker.Join();
        }

        failure?.Throw();

        void Work()
        {
            var worker = open();
            while (true)
            {
                var index = Interlocked.Increment(ref next);
                if (index >= count || Volatile.Read(ref firstFailed) < index)
                {
                    break;
                }

                try
                {
                    work(worker, index);
                    progress?.Invoke(Interlocked.Increment(ref done), count);
                }
                catch (Exception error)
                {
                    lock (gate)
                    {
                        if (index < firstFailed)
                        {
                            failure = ExceptionDispatchInfo.Capture(error);
                            Volatile.Write(ref firstFailed, index);
                        }
                    }
                }
            }

            lock (gate)
            {
                close(worker);
            }
        }
    }
}
