namespace Panoptes.Models.Backbones.Mit;

/// <summary>
/// Whose SegFormer: the two have other parameter names, another decode head and other epsilons in their norms, and do not take each other's
/// weights as they are.
/// </summary>
public enum SegformerVariant
{
    /// <summary>mmsegmentation's: 1x1 convolutions with BN and ReLU to 256 channels, levels concatenated finest first.</summary>
    Mmseg,

    /// <summary>
    /// The authors' (NVlabs/SegFormer): bare linear layers to 256 (B0, B1) or 768 channels, levels concatenated coarsest first.
    /// </summary>
    Nvlabs,
}
