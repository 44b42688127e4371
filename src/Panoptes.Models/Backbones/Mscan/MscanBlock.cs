using Panoptes.Models.Layers;
using Panoptes.Tensors;
using Panoptes.Tensors.Modules;

namespace Panoptes.Models.Backbones.Mscan;

/// <summary>
/// x + s₁·attention(BN x), then x + s₂·feed-forward(BN x), s₁ and s₂ learned per channel (mmseg/models/backbones/mscan.py);
/// both branches may be skipped in training.
/// </summary>
internal sealed class MscanBlock : Layer
{
    private const double InitialScale = 1e-2;

    private readonly Tensor scale1;
    private readonly Tensor scale2;
    private readonly BatchNorm2d norm1;
    private readonly GatedAttention attention;
    private readonly BatchNorm2d norm2;
    private readonly FeedForward feedForward;
    private readonly DropPath drop;

    /// <summary>Makes a block that keeps the size.</summary>
    public MscanBlock(long channels, int expansion, double dropPath)
    {
        scale1 = Parameter("layer_scale_1", Tensor.Full([channels], InitialScale));
        scale2 = Parameter("layer_scale_2", Tensor.Full([channels], InitialScale));
        norm1 = Child("norm1", new BatchNorm2d(channels));
        attention = Child("attn", new GatedAttention(channels));
        drop = Child("drop_path", new DropPath(dropPath));
        norm2 = Child("norm2", new BatchNorm2d(channels));
        feedForward = Child("mlp", new FeedForward(channels, expansion * channels));
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x)
    {
        using var attended = Branch(x, norm1, attention, scale1);
        return Branch(attended, norm2, feedForward, scale2);
    }

    private Tensor Branch(Tensor x, BatchNorm2d norm, Layer inside, Tensor scale)
    {
        using var normed = norm.Forward(x);
        using var result = inside.Forward(normed);
        using var factors = scale.View([-1, 1, 1]);
        return drop.Add(x, result * factors);
    }

    /// <summary>x + 1x1 → GELU → multi-scale gate → 1x1.</summary>
    private sealed class GatedAttention : Layer
    {
        private readonly Conv2d proj1;
        private readonly MultiScaleGate gate;
        private readonly Conv2d proj2;

        public GatedAttention(long channels)
        {
            proj1 = Child("proj_1", Convolution.Biased(channels, channels, 1));
            gate = Child("spatial_gating_unit", new MultiScaleGate(channels));
            proj2 = Child("proj_2", Convolution.Biased(channels, channels, 1));
        }

        public override Tensor Forward(Tensor x)
        {
            using var projected = proj1.Forward(x);
            using var active = ChannelsLast.Gelu(projected);
            using var gated = gate.Forward(active);
            return proj2.Forward(gated).AddInPlace(x);
        }
    }

    /// <summary>1x1 → depthwise 3x3 → GELU → 1x1.</summary>
    private sealed class FeedForward : Layer
    {
        private readonly Conv2d expand;
        private readonly Conv2d depthwise;
        private readonly Conv2d project;

        public FeedForward(long channels, long hidden)
        {
            expand = Child("fc1", Convolution.Biased(channels, hidden, 1));
            depthwise = Convolution.Depthwise(hidden, 3, 3);
            _ = Child("dwconv", new Sequential(("dwconv", depthwise)));
            project = Child("fc2", Convolution.Biased(hidden, channels, 1));
        }

        public override Tensor Forward(Tensor x)
        {
            using var expanded = expand.Forward(x);
            using var mixed = depthwise.Forward(expanded);
            using var active = ChannelsLast.Gelu(mixed);
            return project.Forward(active);
        }
    }
}
