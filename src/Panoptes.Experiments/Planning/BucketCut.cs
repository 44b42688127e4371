namespace Panoptes.Experiments.Planning;

/// <summary>How gradients are cut into buckets, as the bridge's reducer does (native/bridge/src/distributed/reducer.cpp).</summary>
public static class BucketCut
{
    /// <summary>Size at which the first bucket is full, 1 MiB: small, so that its sum may start early.</summary>
    public const long FirstBytes = 1 << 20;

    /// <summary>Size at which the others are full, 25 MiB.</summary>
    public const long MostBytes = 25 << 20;

    /// <summary>
    /// Cuts from the last parameter to the first. A bucket is full once it holds as much as its limit or more, or where the dtype changes.
    /// </summary>
    /// <param name="parameters">All that learn, in the order of their use.</param>
    /// <param name="first">Size at which the first bucket is full, in bytes.</param>
    /// <param name="most">Size at which the others are full, in bytes.</param>
    /// <returns>The buckets in the order in which they are sent.</returns>
    public static IReadOnlyList<GradientBucket> Of(
        IReadOnlyList<ParameterSize> parameters, long first = FirstBytes, long most = MostBytes)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        var buckets = new List<GradientBucket>();
        var places = new List<int>();
        var bytes = 0L;
        for (var k = parameters.Count - 1; k >= 0; k--)
        {
            var isFull = bytes >= (buckets.Count == 0 ? first : most);
            if (places.Count > 0 && (isFull || parameters[k].Type != parameters[places[^1]].Type))
            {
                Close();
            }

            places.Add(k);
            bytes += parameters[k].Bytes;
        }

        if (places.Count > 0)
        {
            Close();
        }

        return buckets;

        void Close()
        {
            buckets.Add(new GradientBucket(bytes, places));
            (places, bytes) = ([], 0);
        }
    }
}
