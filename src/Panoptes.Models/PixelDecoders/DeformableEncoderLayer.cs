using Panoptes.Models.Layers;
using Panoptes.Tensors;
using Panoptes.Tensors.Modules;

namespace Panoptes.Models.PixelDecoders;

/// <summary>LN(x + deformable attention of x), then LN(x + two linear layers with a ReLU between) (Zhu et al. 2021, section 4.1).</summary>
internal sealed class DeformableEncoderLayer : Module
{
    private readonly MsDeformAttn attention;
    private readonly LayerNorm norm1;
    private readonly Linear expand;
    private readonly Linear reduce;
    private readonly LayerNorm norm2;

    /// <summary>Makes a layer.</summary>
    public DeformableEncoderLayer(MsDeformAttnPixelDecoderConfig config, int levels)
    {
        attention = Child("self_attn", new MsDeformAttn(config.Width, config.Heads, levels, config.Points));
        norm1 = Child("norm1", new LayerNorm(config.Width));
        expand = Child("linear1", XavierLinear.Of(config.Width, config.FeedForward));
        reduce = Child("linear2", XavierLinear.Of(config.FeedForward, config.Width));
        norm2 = Child("norm2", new LayerNorm(config.Width));
    }

    /// <summary>Computes the layer.</summary>
    /// <param name="x">(N, positions, width).</param>
    /// <param name="positions">(1, positions, width), added to the queries.</param>
    /// <param name="references">(1, positions, levels, 2).</param>
    /// <param name="sizes">Height and width of each level.</param>
    public Tensor Forward(Tensor x, Tensor positions, Tensor references, IReadOnlyList<(long Height, long Width)> sizes)
    {
        using var scope = TensorScope.Open();
        var attended = norm1.Forward(x + attention.Forward(x + positions, references, x, sizes));
        return scope.Return(
            attended.Device.IsCpu && IsTraining && !ActivationCheckpoint.IsRecomputing
                ? ActivationCheckpoint.Run(this, FeedForward, attended)
                : FeedForward(attended));
    }

    // On the CPU what it needs on the way, an encoder's largest tensors, is computed again in the backward pass instead of kept: a seventh
    // of a step's memory for a fiftieth of its time.
    private Tensor FeedForward(Tensor x)
    {
        using var scope = TensorScope.Open();
        return scope.Return(norm2.Forward(x + reduce.Forward(expand.Forward(x, Rectifier.ReLU))));
    }
}
