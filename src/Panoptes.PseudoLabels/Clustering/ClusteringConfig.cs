using Panoptes.Foundation;

namespace Panoptes.PseudoLabels.Clustering;

/// <summary>How features are clustered (k-means).</summary>
public sealed record ClusteringConfig
{
    /// <summary>The number of clusters, 1 to 65535.</summary>
    public int Clusters { get; init; } = 27;

    /// <summary>Whether features and centers are brought to length 1, so that their angle counts.</summary>
    public bool Cosine { get; init; }

    /// <summary>
    /// The most features that are held at once: with no more in all images together every one is used, again and again, until nothing
    /// changes; else small batches are drawn from all images.
    /// </summary>
    public int Held { get; init; } = 500_000;

    /// <summary>The most rounds over all features.</summary>
    public int Rounds { get; init; } = 50;

    /// <summary>Features of a batch, where they do not fit.</summary>
    public int Batch { get; init; } = 20_000;

    /// <summary>Passes over the images in batches, where they do not fit.</summary>
    public int Passes { get; init; } = 3;

    /// <summary>Another seed draws other first centers.</summary>
    public long Seed { get; init; }

    /// <summary>Checks every value.</summary>
    /// <param name="name">Where the settings stand, such as <c>clustering</c>.</param>
    /// <exception cref="InputException">A value is out of range.</exception>
    public void Check(string name)
    {
        Require.Within($"{name}.clusters", Clusters, 1, ushort.MaxValue);
        Require.AtLeast($"{name}.held", Held, 1);
        Require.Within($"{name}.rounds", Rounds, 1, 100_000);
        Require.AtLeast($"{name}.batch", Batch, 1);
        Require.Within($"{name}.passes", Passes, 1, 10_000);
    }
}
