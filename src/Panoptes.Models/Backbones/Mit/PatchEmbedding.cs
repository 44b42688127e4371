using Panoptes.Models.Layers;
using Panoptes.Tensors;
using Panoptes.Tensors.Modules;

namespace Panoptes.Models.Backbones.Mit;

/// <summary>A strided convolution whose windows overlap, and the norm of what it makes (Xie et al. 2021, section 3.1).</summary>
internal sealed class PatchEmbedding : Layer
{
    private readonly Conv2d projection;
    private readonly LayerNorm norm;

    /// <summary>Makes one under the names of either form.</summary>
    public PatchEmbedding(SegformerVariant form, long inputs, long outputs, long kernel, long stride)
    {
        projection = Child(form == SegformerVariant.Nvlabs ? "proj" : "projection", Convolution.Biased(inputs, outputs, kernel, stride));
        norm = Child("norm", new LayerNorm(outputs, MixTransformer.InnerEpsilon(form)));
    }

    /// <summary>Embeds a map.</summary>
    /// <param name="x">(N,C,H,W).</param>
    /// <returns>(N,H/stride,W/stride,outputs).</returns>
    public override Tensor Forward(Tensor x)
    {
        using var map = projection.Forward(x);
        using var tokens = ChannelsLast.FromMap(map);
        return norm.Forward(tokens);
    }
}
