using System.Net;
using Panoptes.Foundation;
using Panoptes.Tensors;
using Panoptes.Training.Collectives;

namespace Panoptes.Experiments.Links;

/// <summary>Why processes do not find each other, in a line that says what to do.</summary>
public static class LinkFailure
{
    private const int MostShown = 160;

    /// <summary>Refuses an address at which processes of other machines would look for this one on their own.</summary>
    /// <param name="place">Which process this is.</param>
    /// <param name="own">The address that it gives to the others.</param>
    /// <exception cref="InputException">There are several machines, and only this one reaches the address.</exception>
    public static void RequireReachable(ProcessPlace place, string own)
    {
        ArgumentNullException.ThrowIfNull(place);
        if (place.Size > place.LocalSize && IPAddress.TryParse(own, out var address) && IPAddress.IsLoopback(address))
        {
            throw new InputException(
                "MASTER_ADDR", $"{place.Rendezvous.Address}, which stands for {own} on the machine of rank {place.Rank}",
                "an address that the other machines reach",
                $"set MASTER_ADDR to the number of rank 0's machine (hostname -I) for all processes, or {OwnAddress.InterfaceVariable} to "
                    + "the interface between the machines");
        }
    }

    /// <summary>The line for an error of libtorch.</summary>
    /// <param name="error">The error.</param>
    /// <param name="place">Which process this is.</param>
    /// <param name="stage">How far it had come.</param>
    /// <param name="own">The address that it gives to the others.</param>
    /// <param name="deadline">How long it waited.</param>
    public static InputException Of(TensorException error, ProcessPlace place, LinkStage stage, string own, TimeSpan deadline)
    {
        ArgumentNullException.ThrowIfNull(error);
        return Of(error.Reason, place, stage, own, deadline, error);
    }

    /// <summary>The line for what libtorch says.</summary>
    internal static InputException Of(
        string reason, ProcessPlace place, LinkStage stage, string own, TimeSpan deadline, Exception? cause = null)
    {
        var meeting = place.Rendezvous;
        return stage switch
        {
            _ when meeting.File is { } file && (stage == LinkStage.Store || Says("open(")) => new InputException(
                file, $"a file at which processes cannot meet ({Short(reason)})", "a path in a folder that all of them may write to",
                "check the folder and the disk's room", cause),
            LinkStage.Store => Unheard(meeting, deadline, Short(reason), cause),
            LinkStage.Join when IsUnconnected(reason) => new InputException(
                $"{meeting}", $"no connection between the processes that met there, of which rank {place.Rank} is at {own} "
                    + $"({Short(reason)})",
                "machines that reach each other at any port",
                "open the firewall between them (Gloo takes free ports), or name the interface between them with "
                    + OwnAddress.InterfaceVariable, cause),
            LinkStage.Join => new InputException(
                $"{meeting}", $"fewer than {place.Size} processes within {deadline.TotalSeconds:0} s ({Short(reason)})",
                $"all {place.Size}",
                "look what became of the others, check that all meet at the same place, and allow more time with --deadline", cause),
            _ => new InputException(
                $"{meeting}", $"another process that ended or hangs ({Short(reason)})", $"all {place.Size} to the end",
                "look what became of the others", cause),
        };

        bool Says(string text) => reason.Contains(text, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>The line where nobody listens, or a firewall is between.</summary>
    internal static InputException Unheard(Rendezvous meeting, TimeSpan deadline, string reason, Exception? cause = null) => new(
        $"{meeting}", $"nobody who listens there within {deadline.TotalSeconds:0} s ({reason})", "rank 0",
        "check that rank 0 runs there, that MASTER_ADDR and MASTER_PORT are the same for all, and that no firewall closes the port",
        cause);

    // A store that waits for a key says so; whatever else fails while joining are the connections themselves.
    private static bool IsUnconnected(string reason) =>
        new[] { "connectFullMesh", "connect", "refused", "unreachable", "no route" }
            .Any(sign => reason.Contains(sign, StringComparison.OrdinalIgnoreCase));

    private static string Short(string reason)
    {
        var text = reason.ReplaceLineEndings(" ").Trim();
        text = text[(text.LastIndexOf("] ", StringComparison.Ordinal) + 1)..].Trim().TrimEnd('.');
        return text.Length > MostShown ? $"{text[..MostShown]}..." : text;
    }
}
