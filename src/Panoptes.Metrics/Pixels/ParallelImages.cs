using System.Runtime.ExceptionServices;

namespace Panoptes.Metrics.Pixels;

/// <summary>
/// Runs over numbered images with a few workers that own their buffers. The first image (by number) that fails decides the
/// error, so that it does not depend on the threads.
/// </summary>
internal static class ParallelImages
{
    public static void Run<TWorker>(int count, int threads, Func<TWorker> open, Action<TWorker, int> work, Action<TWorker> close)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(threads);
        var next = -1;
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
