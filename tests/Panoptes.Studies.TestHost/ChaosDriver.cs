using System.Diagnostics;
using System.Globalization;

namespace Panoptes.Studies.TestHost;

/// <summary>Starts workers, kills, stops and starts them again, sets their clock, until all work is done; then judges the logs.</summary>
public sealed class ChaosDriver(ChaosOptions options)
{
    private const int MostStopped = 6;
    private const int Tick = 20; // ms
    private readonly Random random = new(options.Seed);
    private readonly List<WorkerProcess> workers = [];
    private readonly List<Fault> faults = [];
    private int started;
    private int jumps;

    /// <summary>Carries the trial out.</summary>
    public ChaosReport Run()
    {
        Directory.CreateDirectory(Path.Combine(options.Folder, "log"));
        var watch = Stopwatch.StartNew();
        try
        {
            while (workers.Count < options.Workers)
            {
                workers.Add(Start());
            }

            var before = watch.Elapsed;
            while (workers.Any(worker => worker.ExitCode is null) && workers.All(worker => worker.ExitCode is null or 0)
                && watch.Elapsed.TotalSeconds < options.Longest)
            {
                Thread.Sleep(Tick);
                WakeUp();
                if (random.NextDouble() < options.Faults * (watch.Elapsed - before).TotalSeconds)
                {
                    Fail();
                }

                before = watch.Elapsed;
            }

            var bad = workers.Where(worker => worker.ExitCode is not 0).Select(worker => $"{worker.Name} ended with {worker.ExitCode}");
            return new ChaosReport(options, faults, jumps, watch.Elapsed, [.. bad]);
        }
        finally
        {
            workers.ForEach(worker => worker.Dispose());
        }
    }

    private WorkerProcess Start()
    {
        var prefixes = options.Prefixes.Split(';');
        started++;
        return new WorkerProcess(options, $"w{started}", started + (1000 * options.Seed), prefixes[started % prefixes.Length]);
    }

    private void WakeUp()
    {
        foreach (var worker in workers.Where(worker => worker.StoppedUntil <= Stopwatch.GetTimestamp()))
        {
            faults.Add(worker.Continue());
        }
    }

    private void Fail()
    {
        // Who is done stays so: the trial has to end.
        var running = workers.Where(worker => worker.ExitCode is null && worker.StoppedUntil is null).ToArray();
        if (running.Length == 0 || workers.Any(worker => worker.ExitCode is 0))
        {
            return;
        }

        var worker = running[random.Next(running.Length)];
        switch (random.Next(10))
        {
            case < 3:
                faults.Add(worker.Kill());
                workers.Remove(worker);
                worker.Dispose();
                workers.Add(Start());
                break;
            case < 5:
                jumps++;
                var jump = (random.NextDouble() - 0.5) * 1e6;
                File.WriteAllText(Path.Combine(options.Folder, "jump"), jump.ToString(CultureInfo.InvariantCulture));
                break;
            default:
                if (workers.Count(other => other.StoppedUntil is not null) < MostStopped)
                {
                    // Three heartbeats, which no lease may be lost by, or longer than one can last.
                    var periods = random.Next(2) == 0 ? 0.75 * random.NextDouble() : 2.5 + (1.5 * random.NextDouble());
                    worker.Stop(TimeSpan.FromSeconds(options.Period * periods));
                }

                break;
        }
    }
}
