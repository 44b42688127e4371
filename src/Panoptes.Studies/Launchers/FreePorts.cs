using System.Net;
using System.Net.Sockets;

namespace Panoptes.Studies.Launchers;

/// <summary>
/// Finds ports at which the processes of a cell can meet: below those that systems give to outgoing connections (from 32768), so that none
/// of these takes one between its choice and its use, and by chance, so that others who do the same do not choose it too.
/// </summary>
internal sealed class FreePorts
{
    private const int First = 20_000;
    private const int End = 29_500; // The usual default begins here.
    private readonly HashSet<int> taken = [];
    private readonly Lock gate = new();

    /// <summary>A free port that this has not given to another, until it is given back.</summary>
    public int Take()
    {
        lock (gate)
        {
            while (true)
            {
                var port = Random.Shared.Next(First, End);
                if (!taken.Contains(port) && IsFree(port))
                {
                    taken.Add(port);
                    return port;
                }
            }
        }
    }

    /// <summary>Gives one back.</summary>
    public void Return(int port)
    {
        lock (gate)
        {
            taken.Remove(port);
        }
    }

    private static bool IsFree(int port)
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            listener.Bind(new IPEndPoint(IPAddress.Any, port));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
