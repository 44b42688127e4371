using System.Globalization;
using Panoptes.Foundation;

namespace Panoptes.Experiments.Launching;

/// <summary>How the processes of one training are started.</summary>
public sealed record LaunchOptions
{
    private const int MostProcesses = 256;
    private const int MostHosts = 4096;
    private const int MostRestarts = 1_000_000;
    private const double LongestGrace = 86_400;

    /// <summary>Processes on this machine, 1 to 256.</summary>
    public required int Processes { get; init; }

    /// <summary>Machines, each with a launcher of its own, 1 to 4096.</summary>
    public int Hosts { get; init; } = 1;

    /// <summary>Which of the machines this is, 0 to <see cref="Hosts"/> - 1. Rank 0 runs on machine 0.</summary>
    public int Host { get; init; }

    /// <summary>HOST:PORT of machine 0, where several machines meet; none on one machine, whose processes meet at a file.</summary>
    public string? Address { get; init; }

    /// <summary>How often all processes are started again where one was killed or ended with exit code 75, 0 to a million.</summary>
    public int Restarts { get; init; }

    /// <summary>Seconds from SIGTERM, once a process failed, to SIGKILL, 0 to 86400.</summary>
    public double Grace { get; init; } = 30;

    /// <summary>The folder of the logs, which are only added to; a temporary one, kept where a process failed, if null.</summary>
    public string? Logs { get; init; }

    /// <summary>Processes on all machines.</summary>
    public int Size => Hosts * Processes;

    /// <summary>The rank of this machine's first process.</summary>
    public int FirstRank => Host * Processes;

    /// <summary>Checks them against each other.</summary>
    /// <exception cref="InputException">One is out of range, or the address is missing, malformed or of no use.</exception>
    public void Validate()
    {
        Require.Within("--processes", Processes, 1, MostProcesses);
        Require.Within("--hosts", Hosts, 1, MostHosts);
        Require.Within("--host", Host, 0, Hosts - 1);
        Require.Within("--restarts", Restarts, 0, MostRestarts);
        Require.Within("--grace", Grace, 0, LongestGrace);
        Require.That(Logs is null || Logs.Trim().Length > 0, "--logs", "nothing", "a folder", "name one or leave it out");
        Require.That(
            Hosts == 1 || Address is not null, "--address", "nothing", "HOST:PORT of host 0 where there are several hosts",
            "give every launcher the same free port of host 0");
        Require.That(
            Hosts > 1 || Address is null, "--address", $"'{Address}' for one host", "no address: its processes meet at a file",
            "leave it out, or say with --hosts how many hosts there are");
        if (Address is not null)
        {
            Endpoint();
        }
    }

    /// <summary>The parts of <see cref="Address"/>; those of an IPv6 number stand in brackets: <c>[fe80::1]:29500</c>.</summary>
    /// <exception cref="InputException">It is no HOST:PORT.</exception>
    internal (string Host, int Port) Endpoint()
    {
        var text = Address ?? "";
        var colon = text.LastIndexOf(':');
        var host = colon < 0 ? "" : text[..colon];
        var isNumber = host.StartsWith('[') && host.EndsWith(']');
        host = isNumber ? host[1..^1] : host;
        return host.Length > 0 && !host.Any(char.IsWhiteSpace) && (isNumber || !host.Contains(':'))
            && int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            && port is > 0 and <= ushort.MaxValue
            ? (host, port)
            : throw new InputException(
                "--address", $"'{text}'", "HOST:PORT with a port from 1 to 65535",
                "name host 0 and a free port on it, such as node1:29500");
    }
}
