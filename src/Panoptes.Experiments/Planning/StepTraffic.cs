namespace Panoptes.Experiments.Planning;

/// <summary>What the processes tell each other in a step.</summary>
public sealed record StepTraffic
{
    // The mean of the losses, and whether a signal asked one of them to stop.
    private const int SumsPerStep = 2;
    private const int SmallSum = 8;

    // What losses are divided by, as bytes: a few names and numbers.
    private const int Agreement = 256;

    /// <summary>The buckets of gradients in the order in which they are sent, in bytes.</summary>
    public required IReadOnlyList<long> Buckets { get; init; }

    /// <summary>Channels of every batch normalization whose batches are united; none where each process has its own.</summary>
    public IReadOnlyList<int> United { get; init; } = [];

    /// <summary>Bytes of running statistics that all take from the first after a step, where batches are not united.</summary>
    public long OwnStatistics { get; init; }

    /// <summary>Training forward passes in a step, over all streams and micro-batches.</summary>
    public int ForwardPasses { get; init; } = 1;

    /// <summary>Backward passes in a step, of which the last sends gradients.</summary>
    public int BackwardPasses { get; init; } = 1;

    /// <summary>
    /// Whether the model is on the host, where statistics take one gather and one sum; on a GPU they take three and two sums.
    /// </summary>
    public bool IsOnHost { get; init; } = true;

    /// <summary>Bytes of all gradients.</summary>
    public long GradientBytes => Buckets.Sum();

    /// <summary>Seconds that normalizations wait in all forward passes: 2C+1 doubles of each layer.</summary>
    public double Forward(Link link, int devices)
    {
        ArgumentNullException.ThrowIfNull(link);
        return ForwardPasses * United.Sum(channels => IsOnHost
            ? link.Gather(devices, ((2 * channels) + 1) * sizeof(double))
            : link.Sum(devices, SmallSum) + (2 * link.Sum(devices, channels * sizeof(float))));
    }

    /// <summary>Seconds that normalizations wait in all backward passes: 2C doubles of each layer.</summary>
    public double Backward(Link link, int devices)
    {
        ArgumentNullException.ThrowIfNull(link);
        return ForwardPasses * United.Sum(channels => IsOnHost
            ? link.Sum(devices, 2 * channels * sizeof(double))
            : 2 * link.Sum(devices, channels * sizeof(float)));
    }

    /// <summary>Seconds of what a step agrees on, beside gradients and normalizations.</summary>
    public double Agreements(Link link, int devices)
    {
        ArgumentNullException.ThrowIfNull(link);
        var statistics = OwnStatistics > 0 ? link.Share(devices, OwnStatistics) : 0;
        return (BackwardPasses * (link.Gather(devices, sizeof(long)) + link.Gather(devices, Agreement)))
            + (SumsPerStep * link.Sum(devices, SmallSum)) + statistics;
    }
}
