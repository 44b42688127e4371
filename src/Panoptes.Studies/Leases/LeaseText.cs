using System.Text;

namespace Panoptes.Studies.Leases;

/// <summary>Leases in words.</summary>
public static class LeaseText
{
    /// <summary>
    /// Who holds a lease, since when, and the last sign of life: <c>ada@node7, slurm 1057498_3, pid 4711, for 2 h 05 min, last sign of life
    /// 12 s ago</c>. The age compares two clocks, and is only shown.
    /// </summary>
    /// <param name="lease">The lease.</param>
    /// <param name="now">The time (UTC).</param>
    public static string Holder(Lease lease, DateTime now)
    {
        if (lease.Owner is not { } owner)
        {
            return lease.Token == 1 ? "nobody; it was held once" : $"nobody; it was held {lease.Token} times";
        }

        var text = new StringBuilder($"{owner.User}@{owner.Host}");
        text.Append(owner.Job.Length > 0 ? $", {owner.Scheduler} {owner.Job}" : "").Append($", pid {owner.Pid}");
        text.Append($", for {Span((now - lease.Acquired).TotalSeconds)}");
        text.Append(lease.Silence is { } silence
            ? $", last sign of life {Span(silence)} ago"
            : $", {lease.Heartbeats} signs of life so far");
        return text.Append(lease.Reason.Length > 0 ? $"; taken over: {lease.Reason}" : "").ToString();
    }

    /// <summary>What whoever is kept from a cell is told: who holds it, and the commands to wait for it and to take it.</summary>
    /// <param name="lease">The lease.</param>
    /// <param name="now">The time (UTC).</param>
    /// <param name="study">The study, as the command line knows it.</param>
    /// <param name="cell">The cell, as the command line knows it.</param>
    public static string Blocked(Lease lease, DateTime now, string study, string cell) =>
        $"{cell} is held by {Holder(lease, now)}; to wait: panoptes lease wait {study} {cell}; "
        + $"if its job is gone: panoptes lease steal {study} {cell} --reason TEXT";

    /// <summary>A time in two units at most, such as <c>12 s</c>, <c>3 min 20 s</c>, <c>2 h 05 min</c>, <c>3 d 4 h</c>.</summary>
    /// <param name="seconds">Seconds; what is below 0 reads as 0.</param>
    public static string Span(double seconds)
    {
        var span = TimeSpan.FromSeconds(Math.Clamp(Math.Round(seconds), 0, int.MaxValue));
        return span switch
        {
            { TotalMinutes: < 1 } => $"{span.Seconds} s",
            { TotalHours: < 1 } => $"{span.Minutes} min {span.Seconds:00} s",
            { TotalDays: < 1 } => $"{span.Hours} h {span.Minutes:00} min",
            _ => $"{span.Days} d {span.Hours} h",
        };
    }
}
