using Panoptes.Models.Layers;
using Panoptes.Tensors;
using Panoptes.Tensors.Modules;

namespace Panoptes.Models.MaskDecoders.Plain;

/// <summary>
/// Doubles the sides of a map: transposed convolution 2x2 → GELU → depthwise 3x3 → LayerNorm over channels, <c>conv1</c>, <c>conv2</c>,
/// <c>norm</c> (EoMT, models/scale_block.py). Maps have their channels innermost.
/// </summary>
internal sealed class UpscaleBlock : Layer
{
    private const double Epsilon = 1e-6;

    private readonly Doubling doubling;
    private readonly Conv2d depthwise;
    private readonly LayerNorm norm;

    /// <summary>Makes one that keeps the channels.</summary>
    public UpscaleBlock(long width)
    {
        doubling = Child("conv1", new Doubling(width));
        depthwise = Child("conv2", new Conv2d(width, width, 3, padding: 1, groups: width, bias: false));
        norm = Child("norm", new LayerNorm(width, Epsilon));
    }

    /// <summary>Computes the block.</summary>
    /// <param name="x">(N,h,w,C).</param>
    /// <returns>(N,2h,2w,C).</returns>
    public override Tensor Forward(Tensor x)
    {
        using var scope = TensorScope.Open();
        var mixed = depthwise.Forward(ChannelsLast.ToMap(doubling.Forward(x)));
        return scope.Return(norm.Forward(ChannelsLast.FromMap(mixed)));
    }

    /// <summary>
    /// A transposed convolution whose step is its size, then GELU. No windows overlap, so it is one matrix product that gives four pixels
    /// for each; GELU comes before they are put in their places, which changes nothing.
    /// </summary>
    private sealed class Doubling : Layer
    {
        private readonly long width;
        private readonly Tensor weight;
        private readonly Tensor bias;

        public Doubling(long width)
        {
            this.width = width;
            weight = Parameter("weight", Tensor.Empty([width, width, 2, 2]));
            bias = Parameter("bias", Tensor.Empty([width]));
            var bound = 1 / Math.Sqrt(4 * width);
            Initialize.Uniform(weight, -bound, bound);
            Initialize.Uniform(bias, -bound, bound);
        }

        public override Tensor Forward(Tensor x)
        {
            using var scope = TensorScope.Open();
            var (n, height, across) = (x.Size(0), x.Size(1), x.Size(2));
            var matrix = weight.Permute([2, 3, 1, 0]).Reshape([4 * width, width]);
            var pixels = x.Linear(matrix, bias.Repeat([4])).Gelu().View([n, height, across, 2, 2, width]);
            return scope.Return(pixels.Permute([0, 1, 3, 2, 4, 5]).Reshape([n, 2 * height, 2 * across, width]));
        }
    }
}
