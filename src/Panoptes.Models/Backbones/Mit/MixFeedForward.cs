using Panoptes.Models.Layers;
using Panoptes.Tensors;
using Panoptes.Tensors.Modules;

namespace Panoptes.Models.Backbones.Mit;

/// <summary>
/// expand → depthwise 3x3 → GELU → project (Xie et al. 2021, equation 3). NVlabs names the parts fc1, dwconv.dwconv, fc2 and
/// has linear layers; mmsegmentation layers.0, layers.1, layers.4 and 1x1 convolutions, which are the same matrices.
/// </summary>
internal sealed class MixFeedForward : Layer
{
    private readonly Layer expand;
    private readonly Conv2d depthwise;
    private readonly Layer project;

    /// <summary>Makes one under the names of either form.</summary>
    public MixFeedForward(SegformerVariant form, long channels, long hidden)
    {
        if (form == SegformerVariant.Nvlabs)
        {
            expand = Child("fc1", TransformerLinear.Of(channels, hidden));
            depthwise = Convolution.Depthwise(hidden, 3, 3);
            _ = Child("dwconv", new Sequential(("dwconv", depthwise)));
            project = Child("fc2", TransformerLinear.Of(hidden, channels));
        }
        else
        {
            expand = new PointwiseConv(channels, hidden);
            depthwise = Convolution.Depthwise(hidden, 3, 3);
            project = new PointwiseConv(hidden, channels);
            _ = Child("layers", new Sequential(("0", expand), ("1", depthwise), ("4", project)));
        }
    }

    /// <inheritdoc/>
    /// <remarks>(N,H,W,C) to the same shape.</remarks>
    public override Tensor Forward(Tensor x)
    {
        using var expanded = expand.Forward(x);
        using var map = ChannelsLast.ToMap(expanded);
        using var mixed = depthwise.Forward(map);
        using var active = ChannelsLast.Gelu(mixed);
        using var tokens = ChannelsLast.FromMap(active);
        return project.Forward(tokens);
    }

    /// <summary>A 1x1 convolution over the last dimension: (..., in) to (..., out), with a convolution's weight (out, in, 1, 1).</summary>
    private sealed class PointwiseConv : Layer
    {
        private readonly Tensor weight;
        private readonly Tensor bias;

        public PointwiseConv(long inputs, long outputs)
        {
            weight = Parameter("weight", Tensor.Empty([outputs, inputs, 1, 1]));
            bias = Parameter("bias", Tensor.Zeros([outputs]));
            Initialize.Normal(weight, 0, Math.Sqrt(2.0 / outputs));
        }

        public override Tensor Forward(Tensor x)
        {
            using var matrix = weight.Flatten(1);
            return x.Linear(matrix, bias);
        }
    }
}
