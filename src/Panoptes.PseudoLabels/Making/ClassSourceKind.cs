namespace Panoptes.PseudoLabels.Making;

/// <summary>What the clusters of pixels come from.</summary>
public enum ClassSourceKind
{
    /// <summary>
    /// Colors and places of pixels, by k-means: needs nothing but images, and shows what the rest does. No labels to train on.
    /// </summary>
    Colors,

    /// <summary>Features of a network, by k-means.</summary>
    Features,

    /// <summary>Logits of a network.</summary>
    Logits,

    /// <summary>Maps of ids, of 8 or 16 bits.</summary>
    Ids,
}
