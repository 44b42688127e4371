namespace Panoptes.Tensors.Modules;

/// <summary>What may follow a normalization in one operator.</summary>
public enum Rectifier
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>max(x, 0).</summary>
    ReLU,

    /// <summary>min(max(x, 0), 6).</summary>
    ReLU6,
}
