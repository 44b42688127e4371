using Panoptes.PseudoLabels.Clustering;

namespace Panoptes.PseudoLabels.Making;

/// <summary>What is known of clusters before images are labeled.</summary>
/// <param name="Count">How many the source has.</param>
/// <param name="Centers">Their centers, where they come from features.</param>
/// <param name="Spread">The mean squared distance of features from their centers; 1 without.</param>
/// <param name="Groups">The final cluster of each, from 0.</param>
internal sealed record Clusters(int Count, FeatureRows? Centers, double Spread, IReadOnlyList<int> Groups)
{
    /// <summary>How many are left once they are merged.</summary>
    public int Final => Groups.Max() + 1;
}
