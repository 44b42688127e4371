using Panoptes.Foundation;

namespace Panoptes.Serving.Requests;

/// <summary>How large a request may be, and how long it may take.</summary>
public sealed record RequestLimits
{
    /// <summary>The largest file of an image in bytes, at least 1.</summary>
    public long MaxBytes { get; init; } = 32L << 20;

    /// <summary>The largest image in pixels, width times height, at least 1.</summary>
    public long MaxPixels { get; init; } = 50_000_000;

    /// <summary>How long a request may take, from its first byte to its answer.</summary>
    public TimeSpan Time { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Checks the limits.</summary>
    /// <exception cref="InputException">One is out of range.</exception>
    public void Validate()
    {
        Require.Within("--max-bytes", MaxBytes, 1, 1L << 30);
        Require.Within("--max-pixels", MaxPixels, 1, 1L << 30);
        Require.Within("--time-limit", Time.TotalSeconds, 0.001, 86_400);
    }
}
