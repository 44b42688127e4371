using System.Collections.Concurrent;

namespace Panoptes.Experiments.Sessions;

/// <summary>Threads that work side by side on what they are given, first come, first served.</summary>
internal sealed class WorkLanes : IDisposable
{
    private readonly BlockingCollection<Task> waiting = [];
    private readonly Thread[] threads;

    /// <summary>Starts the threads.</summary>
    /// <param name="count">How many, at least 1.</param>
    /// <param name="enter">Called by each before its first piece of work.</param>
    public WorkLanes(int count, Action enter)
    {
        threads = [.. Enumerable.Range(0, count).Select(_ => new Thread(Work) { IsBackground = true, Name = "lane" })];
        foreach (var thread in threads)
        {
            thread.Start();
        }

        void Work()
        {
            enter();
            foreach (var task in waiting.GetConsumingEnumerable())
            {
                task.RunSynchronously();
            }
        }
    }

    /// <summary>How many threads there are.</summary>
    public int Count => threads.Length;

    /// <summary>Gives a piece of work to the thread that is free first.</summary>
    public Task<T> Start<T>(Func<T> work)
    {
        var task = new Task<T>(work);
        waiting.Add(task);
        return task;
    }

    /// <summary>Waits until all that was started has ended, and ends the threads.</summary>
    public void Dispose()
    {
        waiting.CompleteAdding();
        foreach (var thread in threads)
        {
            thread.Join();
        }

        waiting.Dispose();
    }
}
