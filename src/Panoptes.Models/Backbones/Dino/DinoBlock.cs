using Panoptes.Models.Layers;
using Panoptes.Tensors;
using Panoptes.Tensors.Modules;

namespace Panoptes.Models.Backbones.Dino;

/// <summary>x + scale · attention of LN(x), then x + scale · MLP of LN(x), each branch with drop path (dinov2/layers/block.py).</summary>
internal sealed class DinoBlock : Layer
{
    private const double Epsilon = 1e-6;

    private readonly LayerNorm norm1;
    private readonly SelfAttention attention;
    private readonly LayerScale scale1;
    private readonly LayerNorm norm2;
    private readonly Mlp mlp;
    private readonly LayerScale scale2;
    private readonly DropPath dropPath;

    /// <summary>Makes a block.</summary>
    public DinoBlock(DinoConfig config, double drop)
    {
        norm1 = Child("norm1", new LayerNorm(config.Width, Epsilon));
        attention = Child("attn", new SelfAttention(config.Width, config.Heads));
        scale1 = Child("ls1", new LayerScale(config.Width, config.LayerScale));
        norm2 = Child("norm2", new LayerNorm(config.Width, Epsilon));
        mlp = Child("mlp", new Mlp(config.Width, 4L * config.Width));
        scale2 = Child("ls2", new LayerScale(config.Width, config.LayerScale));
        dropPath = Child("drop_path", new DropPath(drop));
    }

    /// <summary>Computes the block.</summary>
    /// <param name="x">(N, tokens, C).</param>
    public override Tensor Forward(Tensor x)
    {
        using var scope = TensorScope.Open();
        var y = dropPath.Add(x, scale1.Forward(attention.Forward(norm1.Forward(x))));
        return scope.Return(dropPath.Add(y, scale2.Forward(mlp.Forward(norm2.Forward(y)))));
    }

    /// <summary>Every token attends to every token. Parameters <c>qkv</c>, <c>proj</c>.</summary>
    private sealed class SelfAttention : Layer
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

        public override Tensor Forward(Tensor x)
        {
            var (n, tokens, width) = (x.Size(0), x.Size(1), x.Size(2));
            using var scope = TensorScope.Open();
            var parts = queryKeyValue.Forward(x).View([n, tokens, 3, heads, width / heads]).Permute([2, 0, 3, 1, 4]).Unbind(0);
            var attended = Attention.ScaledDotProduct(parts[0], parts[1], parts[2]);
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
