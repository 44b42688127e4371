using System.Globalization;
using Panoptes.Experiments.Launching;

namespace Panoptes.Experiments.Reproductions;

/// <summary>
/// Further processes that carry out the same reproduction, so that small trainings fill a machine that one of them does not. What each
/// says goes into a log of its own; they end where this process does.
/// </summary>
public sealed class CellWorkers : IDisposable
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);
    private readonly List<ChildProcess> workers = [];
    private readonly List<ProcessEnd> ends = [];

    /// <summary>Starts them.</summary>
    /// <param name="count">How many.</param>
    /// <param name="command">What each runs.</param>
    /// <param name="folder">The reproduction, which takes their logs; it is there (<see cref="ReproductionSession.Prepare"/>).</param>
    /// <exception cref="Foundation.InputException">The program cannot be started.</exception>
    public CellWorkers(int count, ChildCommand command, ReproductionFolder folder)
    {
        ArgumentNullException.ThrowIfNull(command);
        ArgumentNullException.ThrowIfNull(folder);
        for (var number = 2; number < count + 2; number++)
        {
            workers.Add(ChildProcess.Start(
                number, command,
                environment => environment[LauncherProcess.Variable] = Environment.ProcessId.ToString(CultureInfo.InvariantCulture),
                folder.WorkerLog(number), null, Note));
        }
    }

    /// <summary>Waits for all.</summary>
    /// <returns>The first exit code that is not 0, or 0.</returns>
    public int Wait()
    {
        lock (ends)
        {
            while (ends.Count < workers.Count)
            {
                Monitor.Wait(ends);
            }

            return ends.Select(end => end.Code).FirstOrDefault(code => code != 0);
        }
    }

    /// <summary>The last line that a process that failed said; null where none failed.</summary>
    public string? LastLine()
    {
        lock (ends)
        {
            return ends.Where(end => end.Code != 0).Select(end => workers.First(worker => worker.Rank == end.Rank).LastLine())
                .FirstOrDefault();
        }
    }

    /// <summary>Has those end that have not, with what they trained saved.</summary>
    public void Dispose()
    {
        workers.ForEach(worker => worker.Signal(SignalNumbers.Terminate));
        lock (ends)
        {
            var until = DateTime.UtcNow + Grace;
            while (ends.Count < workers.Count && until - DateTime.UtcNow is { Ticks: > 0 } left && Monitor.Wait(ends, left))
            {
            }
        }

        workers.ForEach(worker => worker.Dispose());
    }

    private void Note(ProcessEnd end)
    {
        lock (ends)
        {
            ends.Add(end);
            Monitor.PulseAll(ends);
        }
    }
}
