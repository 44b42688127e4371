using System.Globalization;

namespace Panoptes.Studies.TestHost;

/// <summary>
/// A line of a key's log. Times are of the host's monotonic clock (ns), which all workers share, whatever their clock of the day says.
/// </summary>
/// <param name="Kind">
/// <c>enter</c>: a holder announced itself; <c>publish</c>: a piece of work is done; <c>release</c>: it let go; and refused:
/// <c>late</c> to enter, <c>deposed</c> by the record, <c>fenced</c> by the log.
/// </param>
/// <param name="Token">The holder's token.</param>
/// <param name="Worker">The holder.</param>
/// <param name="At">When the lease was taken (enter, late), when the record was asked (publish, fenced, deposed), now (release).</param>
/// <param name="Round">The piece of work; -1 for none.</param>
/// <param name="Reason">How the lease was come by: <c>free</c>, <c>silence</c>, <c>ended</c>.</param>
public sealed record AuditLine(string Kind, long Token, string Worker, long At, int Round, string Reason)
{
    /// <summary>As text.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Kind} {Token} {Worker} {At} {Round} {Reason}\n");

    /// <summary>Reads it.</summary>
    public static AuditLine Parse(string line) => line.Split(' ') is [var kind, var token, var worker, var at, var round, var reason]
        ? new AuditLine(kind, Number(token), worker, Number(at), (int)Number(round), reason)
        : throw new FormatException($"no line of a log: {line}");

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
