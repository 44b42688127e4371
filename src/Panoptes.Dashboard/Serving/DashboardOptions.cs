using System.Net;

namespace Panoptes.Dashboard.Serving;

/// <summary>What is shown, and to whom.</summary>
public sealed record DashboardOptions
{
    /// <summary>The port that is taken where none is given and it is free.</summary>
    public const int UsualPort = 8642;

    /// <summary>Folders that hold runs and studies, or are one.</summary>
    public required IReadOnlyList<string> Folders { get; init; }

    /// <summary>The address that is listened at: this machine alone where it is not set.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>The port, 1 to 65535; null for <see cref="UsualPort"/>, or any that is free.</summary>
    public int? Port { get; init; }
}
