namespace Panoptes.Training.Collectives;

/// <summary>Where the processes of a training meet: at a file that all of them reach, or at a TCP store of one of them.</summary>
public sealed record Rendezvous
{
    private Rendezvous()
    {
    }

    /// <summary>The path of a file store, which its first process makes; null where they meet at <see cref="Address"/>.</summary>
    public string? File { get; private init; }

    /// <summary>Name or number of the host with the TCP store; null where they meet at <see cref="File"/>.</summary>
    public string? Address { get; private init; }

    /// <summary>The TCP store's port, 1 to 65535; 0 where they meet at <see cref="File"/>.</summary>
    public int Port { get; private init; }

    /// <summary>
    /// Whether somebody else keeps the TCP store, torchrun's agent: then every process is a client, else rank 0 keeps it. Such a store
    /// outlives a restart, so that keys must differ between restarts.
    /// </summary>
    public bool IsHostedElsewhere { get; private init; }

    /// <summary>At a file store.</summary>
    /// <param name="path">Its path; nobody used the file before.</param>
    public static Rendezvous AtFile(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return new Rendezvous { File = path };
    }

    /// <summary>At a TCP store.</summary>
    /// <param name="address">Name or number of its host.</param>
    /// <param name="port">Its port, 1 to 65535.</param>
    /// <param name="isHostedElsewhere">Whether a process outside the training keeps it.</param>
    public static Rendezvous AtAddress(string address, int port, bool isHostedElsewhere = false)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(address);
        ArgumentOutOfRangeException.ThrowIfLessThan(port, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(port, ushort.MaxValue);
        return new Rendezvous { Address = address, Port = port, IsHostedElsewhere = isHostedElsewhere };
    }

    /// <summary>The path, or the address and port.</summary>
    public override string ToString() => File ?? $"{Address}:{Port}";
}
