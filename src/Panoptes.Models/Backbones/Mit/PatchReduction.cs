using Panoptes.Foundation;
using Panoptes.Models.Layers;
using Panoptes.Tensors;
using Panoptes.Tensors.Modules;

namespace Panoptes.Models.Backbones.Mit;

/// <summary>
/// A convolution whose stride is its kernel: as its patches do not overlap, it is one matrix product, which sums its thousands
/// of terms in blocks and so strays half as far in float32 as the convolution does. Parameters are a convolution's.
/// </summary>
internal sealed class PatchReduction : Layer
{
    private readonly long side;
    private readonly Tensor weight;
    private readonly Tensor bias;

    /// <summary>Makes one with the initialization of <see cref="Convolution.Biased(long, long, long, long, long)"/>.</summary>
    /// <param name="channels">Channels in and out.</param>
    /// <param name="side">Side of a patch.</param>
    public PatchReduction(long channels, long side)
    {
        this.side = side;
        weight = Parameter("weight", Tensor.Empty([channels, channels, side, side]));
        bias = Parameter("bias", Tensor.Zeros([channels]));
        Initialize.Normal(weight, 0, Math.Sqrt(2.0 / (side * side * channels)));
    }

    /// <summary>Reduces a map; rows and columns that do not fill a patch are left out.</summary>
    /// <param name="x">(N,H,W,C).</param>
    /// <returns>(N,H/side,W/side,C).</returns>
    /// <exception cref="InputException">The map is smaller than a patch.</exception>
    public override Tensor Forward(Tensor x)
    {
        var (samples, height, width, channels) = (x.Size(0), x.Size(1) / side, x.Size(2) / side, x.Size(3));
        if (height == 0 || width == 0)
        {
            throw new InputException(
                "model input", $"a feature map of {x.Size(1)}x{x.Size(2)}", $"at least {side}x{side}",
                "use images or crops of at least 32 pixels a side");
        }

        using var scope = TensorScope.Open();
        var patches = x.Narrow(1, 0, height * side).Narrow(2, 0, width * side)
            .Reshape([samples, height, side, width, side, channels])
            .Permute([0, 1, 3, 2, 4, 5])
            .Reshape([samples, height, width, side * side * channels]);
        var matrix = weight.Permute([0, 2, 3, 1]).Reshape([channels, side * side * channels]);
        return scope.Return(patches.Linear(matrix, bias));
    }
}
