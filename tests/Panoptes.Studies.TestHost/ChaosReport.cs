using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Panoptes.Studies.TestHost;

/// <summary>What a trial showed, and everything that must not be.</summary>
public sealed class ChaosReport
{
    private readonly ChaosOptions options;
    private readonly List<string> wrong;
    private readonly List<double> takeovers = [];
    private readonly string text;
    private int unprovoked;
    private int shortStops;

    /// <summary>Judges the logs of a trial.</summary>
    public ChaosReport(ChaosOptions options, IReadOnlyList<Fault> faults, int jumps, TimeSpan time, IReadOnlyList<string> bad)
    {
        this.options = options;
        wrong = [.. bad];
        var log = new AuditLog(Path.Combine(options.Folder, "log"));
        var all = new List<AuditLine>();
        for (var number = 0; number < options.Keys; number++)
        {
            var key = $"cell{number:000}";
            var lines = log.Lines(key);
            all.AddRange(lines);
            CheckOrder(key, lines);
            CheckWork(key, lines);
            MeasureTakeovers(key, lines, faults);
        }

        int Count(string kind) => all.Count(line => line.Kind == kind);
        var entered = all.Where(line => line.Kind is "enter" or "late").ToArray();
        int Came(string reason) => entered.Count(line => line.Reason == reason);
        takeovers.Sort();
        text = string.Create(
            CultureInfo.InvariantCulture,
            $"""
            {options.Backend}: {options.Workers} processes, period {options.Period} s, {time.TotalSeconds:0} s
              acquisitions {entered.Length}; published {Count("publish")} of {options.Keys * options.Rounds}
              faults: {faults.Count(fault => fault.IsKill)} SIGKILL, {faults.Count(fault => !fault.IsKill)} SIGSTOP, {jumps} clock jumps
              refused: {Count("deposed")} by the record, {Count("fenced")} by the log, {Count("late")} late to enter
              taken over: {Came("ended")} of ended processes, {Came("silence")} of silent ones
              of silent ones that nothing was done to: {unprovoked}; lost by a stop of three heartbeats: {shortStops}
              take-over after a fault, leases: median {Part(0.5):0.00}, 95 % {Part(0.95):0.00}, most {Part(1):0.00} ({takeovers.Count})

            """);
    }

    /// <summary>Everything that must not be.</summary>
    public IReadOnlyList<string> Wrong => wrong;

    /// <summary>Take-overs of holders to whom nothing was done: a machine that was too busy.</summary>
    public int Unprovoked => unprovoked;

    /// <inheritdoc/>
    public override string ToString()
    {
        var all = new StringBuilder(text);
        foreach (var line in wrong.Take(20))
        {
            all.Append("  WRONG: ").Append(line).Append('\n');
        }

        return all.ToString();
    }

    private double Part(double part) => takeovers.Count == 0 ? 0 : takeovers[(int)Math.Ceiling(part * (takeovers.Count - 1))];

    // Never two holders of one token; nothing under an older token after a newer one; and the record never says "newest" to one after
    // another had already got a newer token.
    private void CheckOrder(string key, IReadOnlyList<AuditLine> lines)
    {
        var holders = new Dictionary<long, string>();
        foreach (var line in lines.Where(line => line.Kind is "enter" or "late"))
        {
            if (!holders.TryAdd(line.Token, line.Worker))
            {
                wrong.Add($"{key}: token {line.Token} of both {holders[line.Token]} and {line.Worker}");
            }
        }

        long newest = 0;
        long published = 0;
        foreach (var line in lines)
        {
            if (line.Kind is "enter" or "publish")
            {
                if (line.Token < newest || (line.Kind == "publish" && line.Token <= published))
                {
                    wrong.Add($"{key}: {line.Kind} under token {line.Token} after {newest}");
                }

                newest = line.Token;
                published = line.Kind == "publish" ? line.Token : published;
            }

            if (line.Kind is "publish" or "fenced" && lines.FirstOrDefault(
                other => other.Kind is "enter" or "late" && other.Token > line.Token && other.At < line.At) is { } before)
            {
                wrong.Add($"{key}: token {line.Token} was called newest after {before.Worker} had got {before.Token}");
            }
        }
    }

    private void CheckWork(string key, IReadOnlyList<AuditLine> lines)
    {
        var rounds = lines.Where(line => line.Kind == "publish").Select(line => line.Round).ToArray();
        if (!rounds.SequenceEqual(Enumerable.Range(0, options.Rounds)))
        {
            wrong.Add($"{key}: work done: {string.Join(' ', rounds)}");
        }
    }

    private void MeasureTakeovers(string key, IReadOnlyList<AuditLine> lines, IReadOnlyList<Fault> faults)
    {
        var period = options.Period * Stopwatch.Frequency;
        var entries = lines.Where(line => line.Kind is "enter").OrderBy(line => line.Token).ToArray();
        foreach (var (before, after) in entries.Zip(entries.Skip(1)).Where(pair => pair.Second.Token == pair.First.Token + 1))
        {
            var own = faults.Where(fault => fault.Worker == before.Worker).ToArray();
            if (after.Reason == "silence" && !own.Any(fault => fault.From < after.At && fault.To > before.At - period))
            {
                unprovoked++;
            }

            var released = lines.FirstOrDefault(line => line.Kind == "release" && line.Token == before.Token)?.At ?? long.MaxValue;
            if (own.FirstOrDefault(fault => fault.From > before.At && fault.From < Math.Min(released, after.At)) is not { } cause)
            {
                continue;
            }

            if (after.Reason == "silence" && cause.To - cause.From < 0.8 * period
                && !own.Any(fault => fault != cause && fault.From < after.At && fault.To > before.At))
            {
                shortStops++;
            }

            if (cause.IsKill || (after.Reason != "free" && after.At < cause.To))
            {
                takeovers.Add((after.At - cause.From) / period);
                if (takeovers[^1] > 3 + (options.Outage / options.Period))
                {
                    wrong.Add($"{key}: token {after.Token} came {takeovers[^1]:0.00} leases after {before.Worker} was gone");
                }
            }
        }
    }
}
