using Panoptes.Foundation;
using Panoptes.Models.Layers;

namespace Panoptes.Models.Backbones.Detectron;

/// <summary>Which of detectron2's residual networks.</summary>
public sealed record DetectronResNetConfig
{
    /// <summary>Layers: 18, 34 (basic blocks), 50, 101 or 152 (bottlenecks).</summary>
    public int Depth { get; init; } = 50;

    /// <summary>
    /// Whether a bottleneck's stride is in its first 1x1 convolution, as in MSRA's weights, and not in the 3x3 one, as in torchvision's.
    /// </summary>
    public bool StrideIn1x1 { get; init; }

    /// <summary>What normalizes; the tensors of <see cref="NormKind.FrozenBatch"/> are no parameters.</summary>
    public NormKind Norm { get; init; }

    /// <summary>
    /// How many parts keep their weights, from the stem on, which is the first: 0 to 5. Their batch normalizations are fixed, too
    /// (detectron2's FREEZE_AT).
    /// </summary>
    public int FreezeAt { get; init; }

    /// <summary>Blocks of each stage.</summary>
    /// <exception cref="InputException">There is no such depth.</exception>
    public IReadOnlyList<int> Blocks => new ResNetConfig { Depth = Depth }.Blocks;
}
