using Panoptes.Models.Layers;
using Panoptes.Tensors;
using Panoptes.Tensors.Modules;

namespace Panoptes.Models.Backbones.Espnet;

/// <summary>
/// ESPNetv2's extremely efficient spatial pyramid (Mehta et al. 2019, figure 2): reduce, transform by depthwise convolutions of growing
/// dilation, add each branch to the next, concatenate, merge (nn_layers/eesp.py, EESP).
/// </summary>
internal sealed class EespBlock : Layer
{
    /// <summary>Parallel branches.</summary>
    public const int Branches = 4;

    private readonly bool isDownsampling;
    private readonly bool isResidual;
    private readonly Sequential reduce;
    private readonly ModuleList<Sequential> branches;
    private readonly Sequential merge;
    private readonly Sequential afterConcatenation;
    private readonly PReLU activation;

    /// <summary>Makes a block.</summary>
    /// <param name="inputs">Channels in.</param>
    /// <param name="outputs">Channels out, a multiple of <see cref="Branches"/>.</param>
    /// <param name="field">The largest receptive field of a branch in pixels; a larger one's dilation falls back to 1.</param>
    /// <param name="isDownsampling">Stride 2, and neither the shortcut nor the last activation.</param>
    public EespBlock(long inputs, long outputs, int field, bool isDownsampling = false)
    {
        this.isDownsampling = isDownsampling;
        isResidual = !isDownsampling && inputs == outputs;
        var (width, stride) = (outputs / Branches, isDownsampling ? 2 : 1);
        var dilations = Enumerable.Range(1, Branches).Select(dilation => (2 * dilation) + 1 <= field ? dilation : 1).Order();
        reduce = Child("proj_1x1", EspLayers.ConvNormAct(inputs, width, 1, groups: Branches));
        branches = Child(
            "spp_dw", new ModuleList<Sequential>([.. dilations.Select(dilation => EspLayers.Dilated(width, stride, dilation))]));
        merge = Child("conv_1x1_exp", EspLayers.ConvNorm(outputs, outputs, 1, groups: Branches));
        afterConcatenation = Child("br_after_cat", EspLayers.NormAct(outputs));
        activation = Child("module_act", new PReLU(outputs));
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x)
    {
        using var scope = TensorScope.Open();
        var reduced = reduce.Forward(x);
        var parts = new Tensor[Branches];
        for (var k = 0; k < Branches; k++)
        {
            var part = branches[k].Forward(reduced);
            parts[k] = k == 0 ? part : part + parts[k - 1];
        }

        var merged = merge.Forward(afterConcatenation.Forward(Ops.Cat(parts, 1)));
        return scope.Return(isDownsampling ? merged : activation.Forward(isResidual ? merged + x : merged));
    }
}
