using Panoptes.Models.Layers;
using Panoptes.Tensors;
using Panoptes.Tensors.Modules;

namespace Panoptes.Models.Backbones.Mit;

/// <summary>
/// Attention whose keys and values come from a map reduced by a convolution of equal kernel and stride (Xie et al. 2021,
/// section 3.1, "efficient self-attention").
/// </summary>
internal sealed class MitAttention : Layer
{
    private readonly int heads;
    private readonly IQueryKeyValue projections;
    private readonly PatchReduction? reduction;
    private readonly LayerNorm? norm;

    /// <summary>Makes one under the names of either form.</summary>
    public MitAttention(SegformerVariant form, long channels, int heads, int reduction)
    {
        this.heads = heads;
        if (form == SegformerVariant.Nvlabs)
        {
            projections = new SeparateProjections(
                Child("q", TransformerLinear.Of(channels, channels)), Child("kv", TransformerLinear.Of(channels, 2 * channels)),
                Child("proj", TransformerLinear.Of(channels, channels)));
        }
        else
        {
            projections = Child("attn", new StackedProjections(channels));
        }

        if (reduction > 1)
        {
            this.reduction = Child("sr", new PatchReduction(channels, reduction));
            norm = Child("norm", new LayerNorm(channels, MixTransformer.InnerEpsilon(form)));
        }
    }

    /// <summary>What the two forms name and stack differently.</summary>
    private interface IQueryKeyValue
    {
        /// <summary>(..., C) to queries (..., C).</summary>
        Tensor Query(Tensor x);

        /// <summary>(..., C) to keys and values (..., 2C).</summary>
        Tensor KeyValue(Tensor x);

        /// <summary>(..., C) to the result (..., C).</summary>
        Tensor Output(Tensor x);
    }

    /// <inheritdoc/>
    /// <remarks>(N,H,W,C) to the same shape.</remarks>
    public override Tensor Forward(Tensor x)
    {
        using var scope = TensorScope.Open();
        var (samples, channels) = (x.Size(0), x.Size(3));
        var size = channels / heads;
        var source = reduction is null ? x : norm!.Forward(reduction.Forward(x));
        var query = projections.Query(x).Reshape([samples, -1, heads, size]).Transpose(1, 2);
        var keyValue = projections.KeyValue(source).Reshape([samples, -1, 2, heads, size]).Permute([2, 0, 3, 1, 4]);
        var attended = Attention.ScaledDotProduct(query, keyValue.Select(0, 0), keyValue.Select(0, 1));
        return scope.Return(projections.Output(attended.Transpose(1, 2).Reshape(x.Shape)));
    }

    private sealed class SeparateProjections(Linear query, Linear keyValue, Linear output) : IQueryKeyValue
    {
        public Tensor Query(Tensor x) => query.Forward(x);

        public Tensor KeyValue(Tensor x) => keyValue.Forward(x);

        public Tensor Output(Tensor x) => output.Forward(x);
    }

    /// <summary>
    /// torch.nn.MultiheadAttention's parameters: query, key and value stacked in one matrix, which it draws from Xavier's uniform
    /// distribution.
    /// </summary>
    private sealed class StackedProjections : Module, IQueryKeyValue
    {
        private readonly long channels;
        private readonly Tensor weight;
        private readonly Tensor bias;
        private readonly Linear output;

        public StackedProjections(long channels)
        {
            this.channels = channels;
            weight = Parameter("in_proj_weight", Tensor.Empty([3 * channels, channels]));
            bias = Parameter("in_proj_bias", Tensor.Zeros([3 * channels]));
            output = Child("out_proj", TransformerLinear.Of(channels, channels));
            Initialize.XavierUniform(weight);
        }

        public Tensor Query(Tensor x) => Part(x, 0, channels);

        public Tensor KeyValue(Tensor x) => Part(x, channels, 2 * channels);

        public Tensor Output(Tensor x) => output.Forward(x);

        private Tensor Part(Tensor x, long start, long length) => x.Linear(weight.Narrow(0, start, length), bias.Narrow(0, start, length));
    }
}
