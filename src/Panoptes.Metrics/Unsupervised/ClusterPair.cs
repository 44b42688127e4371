namespace Panoptes.Metrics.Unsupervised;

/// <summary>A label (a class or a cluster) and an instance in one number: 16 bits each, so that 65,535 clusters have room.</summary>
internal static class ClusterPair
{
    /// <summary>Void.</summary>
    public const int None = 0xFFFF;

    private const int Shift = 16;

    /// <summary>One number for both.</summary>
    /// <param name="label">The class or cluster, 0 to 65534.</param>
    /// <param name="instance">The instance, 0 to 65535.</param>
    public static int Wide(int label, int instance) => label | (instance << Shift);

    /// <summary>What a number of 8 bits of label, of which 255 is void, and an instance above them stands for.</summary>
    public static int OfBytes(int id) => (id & 0xFF) == UnsupervisedOptions.Void ? None | ((id >> 8) << Shift) : Wide(id & 0xFF, id >> 8);

    /// <summary>The class or cluster.</summary>
    public static int Label(int wide) => wide & None;

    /// <summary>The instance.</summary>
    public static int Instance(int wide) => wide >>> Shift;
}
