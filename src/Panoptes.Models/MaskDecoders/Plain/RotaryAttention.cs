using Panoptes.Models.Layers;
using Panoptes.Tensors;
using Panoptes.Tensors.Modules;

namespace Panoptes.Models.MaskDecoders.Plain;

/// <summary>Attention with rotary positions: <c>q_proj</c>, <c>k_proj</c> without a bias, <c>v_proj</c>, <c>o_proj</c>.</summary>
internal sealed class RotaryAttention : Module
{
    private readonly long heads;
    private readonly Linear key;
    private readonly Linear value;
    private readonly Linear query;
    private readonly Linear project;

    /// <summary>Makes one.</summary>
    public RotaryAttention(long width, long heads)
    {
        this.heads = heads;
        key = Child("k_proj", TransformerLinear.Of(width, width, bias: false));
        value = Child("v_proj", TransformerLinear.Of(width, width));
        query = Child("q_proj", TransformerLinear.Of(width, width));
        project = Child("o_proj", TransformerLinear.Of(width, width));
    }

    /// <summary>Lets tokens look at tokens.</summary>
    /// <param name="x">(N, tokens, C).</param>
    /// <param name="positions">Where the last tokens, the patches, are.</param>
    /// <param name="visible">Which tokens the first ones see, (N, first, tokens); null where all see all.</param>
    public Tensor Forward(Tensor x, RotaryPositions positions, Tensor? visible)
    {
        using var scope = TensorScope.Open();
        Tensor Heads(Tensor part) => part.Unflatten(-1, [heads, part.Size(-1) / heads]).Transpose(1, 2);
        var (q, k) = (positions.Turn(Heads(query.Forward(x))), positions.Turn(Heads(key.Forward(x))));
        var attended = PartlyMasked.Attend(q, k, Heads(value.Forward(x)), visible);
        return scope.Return(project.Forward(attended.Transpose(1, 2).Flatten(2)));
    }
}
