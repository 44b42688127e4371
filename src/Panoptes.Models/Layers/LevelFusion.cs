using Panoptes.Tensors;
using Panoptes.Tensors.Modules;

namespace Panoptes.Models.Layers;

/// <summary>
/// A 1x1 convolution of several maps that are resized to one size and concatenated, then a norm and ReLU, under mmcv's names
/// <c>conv</c> and <c>bn</c> or <c>gn</c>. A 1x1 convolution and bilinear resizing commute, and the convolution of a
/// concatenation is the sum of the convolutions: each map is therefore convolved at its own size, which is most of the work
/// saved, and neither the concatenation nor the resized inputs are ever made.
/// </summary>
internal sealed class LevelFusion : Layer
{
    private readonly Conv2d conv;
    private readonly Layer norm;
    private readonly bool alignCorners;

    /// <summary>Makes one.</summary>
    /// <param name="inputs">Channels of all maps together.</param>
    /// <param name="outputs">Channels of the result.</param>
    /// <param name="normName">The norm's name.</param>
    /// <param name="norm">The norm.</param>
    /// <param name="alignCorners">Whether resizing aligns the corner pixels' centers.</param>
    public LevelFusion(long inputs, long outputs, string normName, Layer norm, bool alignCorners)
    {
        conv = Child("conv", Convolution.Of(inputs, outputs, 1));
        this.norm = Child(normName, norm);
        this.alignCorners = alignCorners;
    }

    /// <summary>One map that has all channels.</summary>
    public override Tensor Forward(Tensor x) => Forward([x], 0);

    /// <summary>Fuses maps.</summary>
    /// <param name="maps">In the order of the concatenation.</param>
    /// <param name="like">Which of them has the size of the result.</param>
    /// <returns>(N, outputs, h, w) at that size.</returns>
    public Tensor Forward(IReadOnlyList<Tensor> maps, int like)
    {
        using var scope = TensorScope.Open();
        var starts = new long[maps.Count];
        for (var k = 1; k < maps.Count; k++)
        {
            starts[k] = starts[k - 1] + maps[k - 1].Size(1);
        }

        var sum = conv.Part(maps[like], starts[like]);
        for (var k = 0; k < maps.Count; k++)
        {
            if (k != like)
            {
                using var part = conv.Part(maps[k], starts[k]);
                using var resized = Resize.Like(part, sum, alignCorners);
                sum.AddInPlace(resized);
                ShapePass.CountSpared((sum.Count - part.Count) * maps[k].Size(1));
            }
        }

        return scope.Return(norm.Forward(sum).ReluInPlace());
    }
}
