using Panoptes.Models.Layers;
using Panoptes.Tensors;
using Panoptes.Tensors.Modules;

namespace Panoptes.Models.MaskDecoders.Plain;

/// <summary>
/// A transformer block in DINOv3's form (transformers, modeling_dinov3_vit.py): rotary positions, no bias on keys, layer scales of 1; its
/// MLP has the tokens' width (PMT, image/models/layers.py).
/// </summary>
internal sealed class RotaryBlock : Module
{
    private const double Epsilon = 1e-5;

    private readonly LayerNorm norm1;
    private readonly RotaryAttention attention;
    private readonly LayerScale scale1;
    private readonly LayerNorm norm2;
    private readonly TwoLayers mlp;
    private readonly LayerScale scale2;

    /// <summary>Makes a block.</summary>
    public RotaryBlock(long width, long heads)
    {
        norm1 = Child("norm1", new LayerNorm(width, Epsilon));
        attention = Child("attention", new RotaryAttention(width, heads));
        scale1 = Child("layer_scale1", new LayerScale(width));
        norm2 = Child("norm2", new LayerNorm(width, Epsilon));
        mlp = Child("mlp", new TwoLayers(width));
        scale2 = Child("layer_scale2", new LayerScale(width));
    }

    /// <summary>Computes the block.</summary>
    /// <param name="x">(N, tokens, C).</param>
    /// <param name="positions">Where the last tokens, the patches, are.</param>
    /// <param name="visible">Which tokens the first ones see, (N, first, tokens); null where all see all.</param>
    public Tensor Forward(Tensor x, RotaryPositions positions, Tensor? visible)
    {
        using var scope = TensorScope.Open();
        var y = x + scale1.Forward(attention.Forward(norm1.Forward(x), positions, visible));
        return scope.Return(y + scale2.Forward(mlp.Forward(norm2.Forward(y))));
    }

    private sealed class LayerScale : Layer
    {
        private readonly Tensor factor;

        public LayerScale(long width) => factor = Parameter("lambda1", Tensor.Ones([width]));

        public override Tensor Forward(Tensor x) => x * factor;
    }

    private sealed class TwoLayers : Layer
    {
        private readonly Linear up;
        private readonly Linear down;

        public TwoLayers(long width)
        {
            up = Child("up_proj", TransformerLinear.Of(width, width));
            down = Child("down_proj", TransformerLinear.Of(width, width));
        }

        public override Tensor Forward(Tensor x)
        {
            using var scope = TensorScope.Open();
            return scope.Return(down.Forward(up.Forward(x).Gelu()));
        }
    }
}
