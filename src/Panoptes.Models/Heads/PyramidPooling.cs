using System.Globalization;
using Panoptes.Models.Layers;
using Panoptes.Tensors;
using Panoptes.Tensors.Modules;

namespace Panoptes.Models.Heads;

/// <summary>
/// The means of a map over grids of several sizes, each reduced to fewer channels and resized back (Zhao et al. 2017, figure 3;
/// mmseg/models/decode_heads/psp_head.py, PPM).
/// </summary>
internal sealed class PyramidPooling : Module
{
    private readonly IReadOnlyList<int> scales;
    private readonly Sequential[] branches;

    /// <summary>Makes one.</summary>
    /// <param name="inputs">Channels of the map.</param>
    /// <param name="channels">Channels of each result.</param>
    /// <param name="scales">Sides of the grids.</param>
    public PyramidPooling(long inputs, long channels, IReadOnlyList<int> scales)
    {
        this.scales = scales;
        branches = [.. scales.Select((scale, k) => Child(
            k.ToString(CultureInfo.InvariantCulture),
            new Sequential(new AdaptiveAvgPool2d(scale), new ConvBlock(inputs, channels, 1))))];
    }

    /// <summary>Computes the branches.</summary>
    /// <param name="x">(N,C,H,W).</param>
    /// <param name="alignCorners">Whether resizing aligns the corner pixels' centers.</param>
    /// <returns>One map (N, channels, H, W) per grid.</returns>
    public Tensor[] Forward(Tensor x, bool alignCorners) => [.. branches.Select((branch, k) =>
    {
        PooledBatch.Check(this, $"psp_modules.{k}", x, (long)scales[k] * scales[k]);
        return Resize.Like(branch.Forward(x), x, alignCorners);
    })];
}
