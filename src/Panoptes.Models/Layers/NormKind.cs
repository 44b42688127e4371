namespace Panoptes.Models.Layers;

/// <summary>What normalizes the maps of a network in detectron2's style.</summary>
public enum NormKind
{
    /// <summary>Batch normalization that learns (BN).</summary>
    Batch,

    /// <summary>A fixed affine map from stored statistics (FrozenBN).</summary>
    FrozenBatch,

    /// <summary>Group normalization over 32 groups (GN; Wu and He 2018), which small batches do not hurt.</summary>
    Group,
}
