using System.Diagnostics;
using Panoptes.Foundation;
using Panoptes.Studies.Leases;

namespace Panoptes.Studies.TestHost;

/// <summary>
/// A worker: takes leases of keys that have work left, announces itself, works, asks whether it is still the newest, publishes, lets go.
/// </summary>
internal sealed class ChaosWorker(ChaosOptions options, string name, int seed)
{
    private readonly Random random = new(seed);
    private readonly AuditLog log = new(Path.Combine(options.Folder, "log"));

    /// <summary>Works until nothing is left.</summary>
    public void Run()
    {
        // Half of the workers are told apart by their host, so that the end of their process says nothing to others.
        var owner = ThisProcess.Owner();
        owner = seed % 2 == 0 ? owner with { Host = $"node-{name}" } : owner;
        using var leases = Open();
        var keys = Enumerable.Range(0, options.Keys).Select(number => $"cell{number:000}").ToList();
        var isPatient = random.Next(2) == 0;
        var key = "";
        while (keys.Count > 0)
        {
            // Some wait for one key until they have it, as people do; the others take what is free.
            key = isPatient && keys.Contains(key) ? key : keys[random.Next(keys.Count)];
            if (IsDone(log.Lines(key)))
            {
                keys.Remove(key);
            }
            else if (leases.TryTake(key, owner, out _) is { } lease)
            {
                Work(leases, lease);
                key = "";
            }
            else if (random.Next(2) == 0 && leases is ILeaseSignals signals)
            {
                signals.WaitForChange(TimeSpan.FromSeconds(options.Period / 8));
            }
            else
            {
                Thread.Sleep(TimeSpan.FromSeconds(options.Period * (0.05 + (0.1 * random.NextDouble()))));
            }
        }
    }

    private ILeases Open()
    {
        var time = new JumpingTime(Path.Combine(options.Folder, "jump"));
        var config = new LeaseConfig
        {
            Backend = options.Backend == "files" ? LeaseBackend.Files : LeaseBackend.Database,
            Seconds = options.Period,
        };
        return Patiently(() => LeaseBackends.Open(
            config, "chaos", Path.Combine(options.Folder, "leases"), options.Backend == "postgres" ? options.Connection : null,
            Path.Combine(options.Folder, "leases.db"), time));
    }

    // The server may be away for long while a worker starts.
    private static ILeases Patiently(Func<ILeases> open)
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                return open();
            }
            catch (InputException) when (tries < 5)
            {
                Thread.Sleep(TimeSpan.FromSeconds(1));
            }
        }
    }

    private void Work(ILeases leases, HeldLease lease)
    {
        var taken = Stopwatch.GetTimestamp();
        using (lease)
        {
            var reason = leases.Read(lease.Key) switch
            {
                { Token: var token, Reason: { Length: > 0 } why } when token == lease.Token =>
                    why.Contains("ended", StringComparison.Ordinal) ? "ended" : "silence",
                _ => "free",
            };
            var entered = log.Append(
                lease.Key,
                lines => new AuditLine(
                    lines.Count > 0 && lines.Max(line => line.Token) > lease.Token ? "late" : "enter", lease.Token, name, taken,
                    lines.Count(line => line.Kind == "publish"), reason));
            if (entered.Kind == "late" || entered.Round == options.Rounds)
            {
                return;
            }

            Thread.Sleep(Effort());
            var asked = Stopwatch.GetTimestamp();
            var isNewest = lease.IsNewest();
            Thread.Sleep(random.Next(4));
            log.Append(
                lease.Key,
                lines => new AuditLine(
                    !isNewest ? "deposed" : lines.Max(line => line.Token) > lease.Token ? "fenced" : "publish", lease.Token, name, asked,
                    entered.Round, reason));
        }

        log.Append(lease.Key, _ => new AuditLine("release", lease.Token, name, Stopwatch.GetTimestamp(), -1, "free"));
    }

    // Mostly short, some for several heartbeats, a few longer than a lease would live without any.
    private TimeSpan Effort() => random.Next(100) switch
    {
        < 80 => TimeSpan.FromMilliseconds(random.Next(2, 30)),
        < 95 => TimeSpan.FromSeconds(options.Period * (0.3 + (0.4 * random.NextDouble()))),
        _ => TimeSpan.FromSeconds(options.Period * (2.2 + random.NextDouble())),
    };

    private bool IsDone(IReadOnlyList<AuditLine> lines) => lines.Count(line => line.Kind == "publish") == options.Rounds;
}
