using Panoptes.Models.Layers;
using Panoptes.Tensors;
using Panoptes.Tensors.Modules;

namespace Panoptes.Models.Backbones.Mit;

/// <summary>x + attention(norm x), then x + feed-forward(norm x), on (N,H,W,C); both branches may be skipped in training.</summary>
internal sealed class MitBlock : Layer
{
    private readonly LayerNorm norm1;
    private readonly MitAttention attention;
    private readonly LayerNorm norm2;
    private readonly MixFeedForward feedForward;
    private readonly DropPath drop;

    /// <summary>Makes a block under the names of either form.</summary>
    public MitBlock(SegformerVariant form, long channels, int heads, int reduction, int expansion, double dropPath)
    {
        norm1 = Child("norm1", new LayerNorm(channels, MixTransformer.OuterEpsilon));
        attention = Child("attn", new MitAttention(form, channels, heads, reduction));
        norm2 = Child("norm2", new LayerNorm(channels, MixTransformer.OuterEpsilon));
        feedForward = Child(form == SegformerVariant.Nvlabs ? "mlp" : "ffn", new MixFeedForward(form, channels, expansion * channels));
        drop = Child("drop_path", new DropPath(dropPath));
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x)
    {
        using var normed = norm1.Forward(x);
        using var attended = drop.Add(x, attention.Forward(normed));
        using var normedAgain = norm2.Forward(attended);
        return drop.Add(attended, feedForward.Forward(normedAgain));
    }
}
