using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace Panoptes.Training.Collectives;

/// <summary>This machine's address, as the other machines of a training reach it.</summary>
/// <remarks>
/// Not what its name stands for: on Debian that is 127.0.1.1, where no other machine reaches it, and processes would wait for each other in
/// vain.
/// </remarks>
public static class OwnAddress
{
    /// <summary>The address that only processes of the same machine reach.</summary>
    public const string Loopback = "127.0.0.1";

    /// <summary>The variable that names the network interface to use, as for PyTorch.</summary>
    public const string InterfaceVariable = "GLOO_SOCKET_IFNAME";

    /// <summary>The address where the processes that meet at one place reach this machine.</summary>
    /// <exception cref="Foundation.InputException">The place's name is unknown, or the interface asked for is not there.</exception>
    public static string For(Rendezvous meeting)
    {
        ArgumentNullException.ThrowIfNull(meeting);
        return meeting.Address is { } host ? Towards(host, meeting.Port) : Loopback;
    }

    /// <summary>The address of the interface over which another machine is reached.</summary>
    /// <param name="host">Name or address of the other machine.</param>
    /// <param name="port">A port of it; nothing is sent.</param>
    /// <exception cref="Foundation.InputException">The name is unknown, or the interface asked for is not there.</exception>
    public static string Towards(string host, int port)
    {
        ArgumentException.ThrowIfNullOrEmpty(host);
        if (Environment.GetEnvironmentVariable(InterfaceVariable) is { Length: > 0 } name)
        {
            return OfInterface(name);
        }

        try
        {
            var target = Dns.GetHostAddresses(host).OrderBy(address => address.AddressFamily != AddressFamily.InterNetwork).First();
            using var socket = new Socket(target.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
            socket.Connect(target, port);
            return ((IPEndPoint)socket.LocalEndPoint!).Address.ToString();
        }
        catch (SocketException error)
        {
            throw new Foundation.InputException(
                "MASTER_ADDR", $"{host}, which cannot be reached ({error.Message})", "the machine of rank 0",
                "correct the name, or set it to the machine's address");
        }
    }

    private static string OfInterface(string name)
    {
        var all = NetworkInterface.GetAllNetworkInterfaces();
        var chosen = all.FirstOrDefault(candidate => candidate.Name == name);
        return chosen?.GetIPProperties().UnicastAddresses
            .OrderBy(entry => entry.Address.AddressFamily != AddressFamily.InterNetwork).FirstOrDefault()?.Address.ToString()
            ?? throw new Foundation.InputException(
                InterfaceVariable, name, $"one of {string.Join(", ", all.Select(candidate => candidate.Name))}",
                "name one of them, or leave the variable out");
    }
}
