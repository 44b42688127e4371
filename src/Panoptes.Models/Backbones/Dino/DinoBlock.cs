using Panoptes.Models.Layers;
using Panoptes.Tensors;
using Panoptes.Tensors.Modules;

namespace Panoptes.Models.Backbones.Dino;

/// <summary>
/// x + scale · attention of LN(x), then x + scale · MLP of LN(x), each branch with drop path (dinov2/layers/block.py; the same names in
/// timm's vision_transformer.py).
/// </summary>
internal sealed class DinoBlock : Layer
{
    private const double Epsilon = 1e-6;

    private readonly LayerNorm norm1;
    private readonly SelfAttention attention;
    private readonly LayerScale scale1;
    private readonly LayerNorm norm2;
    private readonly Layer mlp;
    private readonly LayerScale scale2;
    private readonly DropPath dropPath;

    /// <summary>Makes a block.</summary>
    /// <param name="width">Channels of a token.</param>
    /// <param name="heads">Attention heads, a divisor of the width.</param>
    /// <param name="layerScale">What the layer scales start from.</param>
    /// <param name="drop">Share of samples that skip a branch in training.</param>
    /// <param name="isGated">Whether the MLP is a SwiGLU of 8/3 of the width, as in the giant network, instead of four times it.</param>
    public DinoBlock(long width, long heads, double layerScale, double drop = 0, bool isGated = false)
    {
        norm1 = Child("norm1", new LayerNorm(width, Epsilon));
        attention = Child("attn", new SelfAttention(width, heads));
        scale1 = Child("ls1", new LayerScale(width, layerScale));
        norm2 = Child("norm2", new LayerNorm(width, Epsilon));
        mlp = Child<Layer>("mlp", isGated ? new GatedMlp(width, width * 8 / 3) : new Mlp(width, 4 * width));
        scale2 = Child("ls2", new LayerScale(width, layerScale));
        dropPath = Child("drop_path", new DropPath(drop));
    }

    /// <summary>Computes the block; every token sees every token.</summary>
    /// <param name="x">(N, tokens, C).</param>
    public override Tensor Forward(Tensor x) => Forward(x, null);

    /// <summary>Computes the block.</summary>
    /// <param name="x">(N, tokens, C).</param>
    /// <param name="visible">
    /// Which tokens the first ones see, (N, first, tokens), true or false; the others see all. Null where all see all.
    /// </param>
    public Tensor Forward(Tensor x, Tensor? visible)
    {
        using var scope = TensorScope.Open();
        var y = dropPath.Add(x, scale1.Forward(attention.Forward(norm1.Forward(x), visible)));
        return scope.Return(dropPath.Add(y, scale2.Forward(mlp.Forward(norm2.Forward(y)))));
    }

    /// <summary>Tokens attend to tokens. Parameters <c>qkv</c>, <c>proj</c>.</summary>
    private sealed class SelfAttention : Module
    {
        private readonly long heads;
        private readonly Linear queryKeyValue;
        private readonly Linear project;

        public SelfAttention(long width, long heads)
        {
            this.heads = heads;
            queryKeyValue = Child("qkv", TransformerLinear.Of(width, 3 * width));
            project = Child("proj", TransformerLinear.Of(width, width));
        }

        public Tensor Forward(Tensor x, Tensor? visible)
        {
            var (n, tokens, width) = (x.Size(0), x.Size(1), x.Size(2));
            using var scope = TensorScope.Open();
            var parts = queryKeyValue.Forward(x).View([n, tokens, 3, heads, width / heads]).Permute([2, 0, 3, 1, 4]).Unbind(0);
            var attended = PartlyMasked.Attend(parts[0], parts[1], parts[2], visible);
            return scope.Return(project.Forward(attended.Transpose(1, 2).Reshape([n, tokens, width])));
        }
    }

    /// <summary>A learnt factor for every channel, <c>gamma</c> (Touvron et al. 2021).</summary>
    private sealed class LayerScale : Layer
    {
        private readonly Tensor gamma;

        public LayerScale(long width, double start) => gamma = Parameter("gamma", Tensor.Full([width], start));

        public override Tensor Forward(Tensor x) => x * gamma;
    }
}
