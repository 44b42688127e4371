using Panoptes.Foundation;

namespace Panoptes.Serving.Batching;

/// <summary>How images wait for the model, and how they go through it.</summary>
public sealed record BatchingOptions
{
    /// <summary>The most images that go through the model together, at least 1; null for what is usual for the model.</summary>
    public int? Largest { get; init; }

    /// <summary>How long an image waits for others of its size, while the model has nothing to do.</summary>
    public TimeSpan Wait { get; init; } = TimeSpan.FromMilliseconds(5);

    /// <summary>The most images that wait, at least 1.</summary>
    public int Queue { get; init; } = 64;

    /// <summary>Checks the options.</summary>
    /// <exception cref="InputException">One is out of range.</exception>
    public void Validate()
    {
        Require.Within("--batch", Largest ?? 1, 1, 1024);
        Require.Within("--wait", Wait.TotalMilliseconds, 0, 10_000);
        Require.Within("--queue", Queue, 1, 100_000);
    }
}
