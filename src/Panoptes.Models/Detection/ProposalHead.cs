using Panoptes.Models.Layers;
using Panoptes.Tensors;
using Panoptes.Tensors.Modules;

namespace Panoptes.Models.Detection;

/// <summary>
/// The convolutions of a region proposal network, the same on every map, under detectron2's names <c>conv</c>, <c>objectness_logits</c> and
/// <c>anchor_deltas</c> (detectron2/modeling/proposal_generator/rpn.py, StandardRPNHead).
/// </summary>
public sealed class ProposalHead : Module
{
    private const double Deviation = 0.01;

    private readonly Conv2d conv;
    private readonly Conv2d objectness;
    private readonly Conv2d deltas;

    /// <summary>Makes one.</summary>
    /// <param name="width">Channels of the maps.</param>
    /// <param name="anchors">Anchors at every position.</param>
    public ProposalHead(int width, int anchors)
    {
        conv = Child("conv", FilledLayer.Normal(new Conv2d(width, width, kernel: 3, padding: 1), Deviation));
        objectness = Child("objectness_logits", FilledLayer.Normal(new Conv2d(width, anchors, kernel: 1), Deviation));
        deltas = Child("anchor_deltas", FilledLayer.Normal(new Conv2d(width, 4 * anchors, kernel: 1), Deviation));
    }

    /// <summary>Looks at one map.</summary>
    /// <param name="map">(N, width, h, w).</param>
    /// <returns>As <see cref="ProposalLevel"/> has them.</returns>
    public (Tensor Objectness, Tensor Deltas) Forward(Tensor map)
    {
        using var scope = TensorScope.Open();
        var hidden = conv.Forward(map).ReluInPlace();
        return (scope.Return(objectness.Forward(hidden)), scope.Return(deltas.Forward(hidden)));
    }
}
