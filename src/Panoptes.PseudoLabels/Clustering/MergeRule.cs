namespace Panoptes.PseudoLabels.Clustering;

/// <summary>Which clusters become one where there are too many. Ground truth is never looked at.</summary>
public enum MergeRule
{
    /// <summary>Those whose union adds least to the squared distances from centers (Ward), by centers and counts of pixels.</summary>
    Centers,

    /// <summary>Those that lie side by side most in the images: the largest shared border over the smaller border.</summary>
    Neighbors,
}
