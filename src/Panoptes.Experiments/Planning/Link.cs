using Panoptes.Experiments.Links;
using Panoptes.Foundation;

namespace Panoptes.Experiments.Planning;

/// <summary>What connects each process with the next, and what collectives then take. Of one process, nothing.</summary>
/// <param name="BytesPerSecond">What one process sends to the next at a time.</param>
/// <param name="Latency">Seconds of one hop of a sum.</param>
public sealed record Link(double BytesPerSecond, double Latency)
{
    /// <summary>Seconds of one hop of a gather; as of a sum unless it was measured.</summary>
    public double GatherLatency { get; init; } = Latency;

    /// <summary>Whether small sums go up and down a tree, as NCCL's do; Gloo's go round the ring whatever their size.</summary>
    public bool HasTree { get; init; }

    /// <summary>Takes apart what was measured between some processes: bandwidth from buckets of 25 MiB, latency from 4 bytes.</summary>
    /// <param name="measured">Between at least two processes.</param>
    /// <exception cref="InputException">The measurement lacks these sizes.</exception>
    public static Link Of(LinkMeasurement measured)
    {
        ArgumentNullException.ThrowIfNull(measured);
        var least = measured.Sums.MinBy(sum => sum.Bytes);
        var bucket = measured.Sums.FirstOrDefault(sum => sum.Bytes == BucketCut.MostBytes);
        if (measured.Processes < 2 || least is null || bucket is null)
        {
            throw new InputException(
                "link", $"{measured.Processes} processes and {measured.Sums.Count} sizes", "two processes or more and sums of 25 MiB",
                "measure anew with panoptes doctor distributed");
        }

        // Where noise has small sums take as long as large ones, what is known is that the bandwidth is at least that of all the time.
        var transfer = bucket.Seconds > least.Seconds ? bucket.Seconds - least.Seconds : bucket.Seconds;
        var hops = Hops(measured.Processes);
        return new Link(RingShare(measured.Processes) * bucket.Bytes / transfer, least.Seconds / hops)
        {
            // A message's length is gathered first, then the message.
            GatherLatency = measured.GatherSeconds / hops,
            HasTree = measured.Device != "cpu",
        };
    }

    /// <summary>
    /// Seconds to add a tensor up over all: round a ring, 2(n-1)/n of its bytes and 2(n-1) hops; or where that is faster and
    /// <see cref="HasTree"/>, up and down a tree, twice its bytes and 2 log2(n) hops.
    /// </summary>
    /// <param name="devices">How many processes, at least 1.</param>
    /// <param name="bytes">The tensor's size.</param>
    public double Sum(int devices, double bytes)
    {
        if (devices == 1)
        {
            return 0;
        }

        var ring = (RingShare(devices) * bytes / BytesPerSecond) + (Hops(devices) * Latency);
        var tree = (2 * bytes / BytesPerSecond) + (2 * Depth(devices) * Latency);
        return HasTree ? Math.Min(ring, tree) : ring;
    }

    /// <summary>Seconds until each has the tensors of all: round a ring, n-1 hops.</summary>
    /// <param name="devices">How many processes, at least 1.</param>
    /// <param name="bytes">The size of one process's tensor.</param>
    public double Gather(int devices, double bytes) => (devices - 1) * (GatherLatency + (bytes / BytesPerSecond));

    /// <summary>Seconds until all have the first one's tensor: down a tree, log2(n) hops.</summary>
    /// <param name="devices">How many processes, at least 1.</param>
    /// <param name="bytes">The tensor's size.</param>
    public double Share(int devices, double bytes) => Depth(devices) * (Latency + (bytes / BytesPerSecond));

    private static double RingShare(int devices) => 2.0 * (devices - 1) / devices;

    private static int Hops(int devices) => 2 * (devices - 1);

    private static int Depth(int devices) => (int)Math.Ceiling(Math.Log2(devices));
}
