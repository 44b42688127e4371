namespace Panoptes.Experiments.Planning;

/// <summary>Sends buckets of gradients while the backward pass still runs.</summary>
public static class Overlap
{
    /// <summary>
    /// Seconds from the start of the backward pass until it is done and the last bucket is there. A bucket is ready when the pass has come
    /// through as large a part of all parameters' bytes as it and those before it hold; it is sent once the one before it is there.
    /// </summary>
    /// <param name="backward">Seconds of the backward pass.</param>
    /// <param name="buckets">Sizes in bytes, in the order in which they are sent.</param>
    /// <param name="send">Seconds that one of a size takes.</param>
    public static double Seconds(double backward, IReadOnlyList<long> buckets, Func<long, double> send)
    {
        ArgumentNullException.ThrowIfNull(buckets);
        ArgumentNullException.ThrowIfNull(send);
        var (all, passed, free) = ((double)buckets.Sum(), 0L, 0.0);
        foreach (var bytes in buckets)
        {
            passed += bytes;
            free = Math.Max(free, backward * (passed / all)) + send(bytes);
        }

        return Math.Max(backward, free);
    }
}
