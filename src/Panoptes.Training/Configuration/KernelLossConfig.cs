using Panoptes.Foundation;

namespace Panoptes.Training.Configuration;

/// <summary>
/// The loss of networks that predict positions and kernels (Panoptic FCN). The defaults are those published for Cityscapes.
/// </summary>
public sealed record KernelLossConfig
{
    /// <summary>Weight of the positions of objects and stuff, at least 0.</summary>
    public double PositionWeight { get; init; } = 1;

    /// <summary>Weight of the masks, at least 0. COCO and Mapillary Vistas: 3.</summary>
    public double MaskWeight { get; init; } = 4;

    /// <summary>Positions of an object whose kernels learn to draw it, at least 1. Mapillary Vistas: 3.</summary>
    public int Positions { get; init; } = 7;

    /// <summary>
    /// For each map of the network's positions (<c>model.kernel_maps</c>), from stride 8 on, the least and the largest square root of a
    /// box's area, in pixels, of objects that are found there. COCO's: 1-64, 32-128, 64-256, 128-512, 256-2048; for
    /// Mapillary Vistas the last reaches from 512 to 4096.
    /// </summary>
    public IReadOnlyList<IReadOnlyList<double>> Sizes { get; init; } = [[1, 128], [64, 256], [128, 512], [256, 1024], [512, 2048]];

    /// <summary>Checks ranges.</summary>
    /// <exception cref="InputException">An option is out of range; names it.</exception>
    public void Validate()
    {
        Require.AtLeast("train.kernels.position_weight", PositionWeight, 0);
        Require.AtLeast("train.kernels.mask_weight", MaskWeight, 0);
        Require.Positive("train.kernels.position_weight + mask_weight", PositionWeight + MaskWeight);
        Require.AtLeast("train.kernels.positions", Positions, 1);
        if (Sizes.Count is < 1 or > 5 || Sizes.Any(range => range.Count != 2 || !(range[0] >= 0) || !(range[1] > range[0])))
        {
            throw new InputException(
                "train.kernels.sizes", string.Join(", ", Sizes.Select(range => $"[{string.Join(", ", range)}]")),
                "pairs [least, largest], one for each map of positions, five at the most", "write one pair for each");
        }
    }
}
