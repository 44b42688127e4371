using System.Net;
using Panoptes.Foundation;
using Panoptes.Serving.Batching;
using Panoptes.Serving.Requests;

namespace Panoptes.Serving.Hosting;

/// <summary>Where a service listens, whom it lets in, and what it bounds.</summary>
public sealed record ServingOptions
{
    /// <summary>The port that is taken where none is given and it is free.</summary>
    public const int UsualPort = 8643;

    private const int LeastToken = 16;

    /// <summary>The address that is listened at: this machine alone where it is not set.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>The port, 1 to 65535; null for <see cref="UsualPort"/>, or any that is free.</summary>
    public int? Port { get; init; }

    /// <summary>The token that every request needs but those for health; null makes one.</summary>
    public string? Token { get; init; }

    /// <summary>Whether a token is needed; only a service of this machine alone can do without.</summary>
    public bool NeedsToken { get; init; } = true;

    /// <summary>How images go through the model.</summary>
    public BatchingOptions Batching { get; init; } = new();

    /// <summary>How large requests may be.</summary>
    public RequestLimits Limits { get; init; } = new();

    /// <summary>Checks the options.</summary>
    /// <exception cref="InputException">One is out of range, or the service would be open to all.</exception>
    public void Validate()
    {
        Batching.Validate();
        Limits.Validate();
        if (Port is { } port)
        {
            Require.Within("--port", port, 1, ushort.MaxValue);
        }

        Require.That(
            NeedsToken || IPAddress.IsLoopback(Address), "--no-token", $"the address {Address}, which other machines reach",
            "an address of this machine alone", "leave --no-token out, or --host");
        Require.That(
            Token is null || (Token.Length >= LeastToken && Token.All(sign => sign is > ' ' and <= '~')), "--token",
            $"a token of {Token?.Length} characters", $"{LeastToken} or more letters, digits and signs without spaces",
            "write a longer one");
    }
}
