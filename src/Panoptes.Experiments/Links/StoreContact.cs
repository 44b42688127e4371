using System.Diagnostics;
using System.Net.Sockets;
using Panoptes.Foundation;
using Panoptes.Training.Collectives;

namespace Panoptes.Experiments.Links;

/// <summary>
/// Looks whether processes can meet at an address before libtorch tries to, which says less of why not, and more lines of it.
/// </summary>
internal static class StoreContact
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>The process that is to listen binds the port for a moment; the others wait until somebody listens.</summary>
    /// <param name="place">Which process this is.</param>
    /// <param name="deadline">How long is waited.</param>
    /// <exception cref="InputException">The port is taken, or nobody listens in time.</exception>
    public static void Check(ProcessPlace place, TimeSpan deadline)
    {
        if (place.Rendezvous.File is null && place.Rank == 0 && !place.Rendezvous.IsHostedElsewhere)
        {
            RequireFree(place.Rendezvous.Port);
        }
        else if (place.Rendezvous.File is null)
        {
            WaitFor(place.Rendezvous, deadline);
        }
    }

    private static void RequireFree(int port)
    {
        try
        {
            // At all addresses of both kinds, as the store.
            using var listener = TcpListener.Create(port);
            listener.Start();
        }
        catch (SocketException error)
        {
            throw new InputException(
                "MASTER_PORT",
                error.SocketErrorCode == SocketError.AddressAlreadyInUse
                    ? $"{port}, on which another program of this machine listens"
                    : $"{port}, on which rank 0 cannot listen ({error.Message})",
                "a free port of rank 0's machine", "choose another one above 1024, the same for all processes", error);
        }
    }

    // Rank 0 may start later. Whether the last try was refused or never answered tells a missing process from a firewall.
    private static void WaitFor(Rendezvous meeting, TimeSpan deadline)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
                using var patience = new CancellationTokenSource(Left());
                socket.ConnectAsync(meeting.Address!, meeting.Port, patience.Token).AsTask().GetAwaiter().GetResult();
                return;
            }
            catch (OperationCanceledException)
            {
                throw LinkFailure.Unheard(meeting, deadline, "no answer: a firewall, or another network");
            }
            catch (SocketException error) when (clock.Elapsed + Pause >= deadline)
            {
                throw LinkFailure.Unheard(meeting, deadline, error.Message, error);
            }
            catch (SocketException)
            {
                Thread.Sleep(Pause);
            }
        }

        TimeSpan Left() => deadline > clock.Elapsed ? deadline - clock.Elapsed : TimeSpan.FromMilliseconds(1);
    }
}
