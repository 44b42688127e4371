using Panoptes.Models.Layers;
using Panoptes.Tensors;
using Panoptes.Tensors.Modules;

namespace Panoptes.Models.DynamicKernels;

/// <summary>
/// Where objects have their centers and where stuff is (Li et al. 2021, figure 2, "position head"): one head for all maps of the pyramid.
/// Names: <c>position_head</c>, <c>out_inst</c>, <c>out_sem</c>.
/// </summary>
public sealed class PositionHead : Module
{
    // A probability of a tenth everywhere at first (Lin et al. 2017, "Focal loss for dense object detection").
    private const double StartLogit = -2.19;
    private const double Deviation = 0.01;

    private readonly Tower tower;
    private readonly Conv2d things;
    private readonly Conv2d stuff;

    /// <summary>Makes one.</summary>
    /// <param name="width">Channels of the maps.</param>
    /// <param name="thingMaps">Classes of objects.</param>
    /// <param name="stuffMaps">Maps of stuff.</param>
    public PositionHead(int width, int thingMaps, int stuffMaps)
    {
        tower = Child("position_head", new Tower(
            "position_head", width, width,
            (inputs, outputs) => new DeformableConvNorm(inputs, outputs, NormLayer.Of(NormKind.Group, outputs))));
        things = Child("out_inst", Output(width, thingMaps));
        stuff = Child("out_sem", Output(width, stuffMaps));
    }

    /// <summary>Logits of every position.</summary>
    /// <param name="map">(N, width, h, w).</param>
    /// <returns>(N, things, h, w) and (N, stuff maps, h, w).</returns>
    public (Tensor Centers, Tensor Regions) Forward(Tensor map)
    {
        using var scope = TensorScope.Open();
        var x = tower.Forward(map);
        return (scope.Return(things.Forward(x)), scope.Return(stuff.Forward(x)));
    }

    private static Conv2d Output(int width, int maps)
    {
        var conv = new Conv2d(width, maps, kernel: 3, padding: 1);
        Initialize.Normal(conv.Weight, 0, Deviation);
        Initialize.Constant(conv.Bias!, StartLogit);
        return conv;
    }
}
