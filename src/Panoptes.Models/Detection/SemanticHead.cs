using Panoptes.Models.Backbones.Pyramid;
using Panoptes.Tensors;
using Panoptes.Tensors.Modules;

namespace Panoptes.Models.Detection;

/// <summary>
/// Tells the class of every pixel from a pyramid (Kirillov et al. 2019, "Panoptic feature pyramid networks"), under detectron2's names
/// <c>p2.0</c> ... <c>predictor</c> (SemSegFPNHead).
/// </summary>
public sealed class SemanticHead : SemanticPyramid
{
    private readonly Conv2d predictor;

    /// <summary>Makes one.</summary>
    /// <param name="inputs">Channels of the pyramid.</param>
    /// <param name="width">Channels within: a multiple of 32.</param>
    /// <param name="maps">Maps that it makes.</param>
    public SemanticHead(int inputs, int width, int maps)
        : base(inputs, width)
    {
        predictor = Child("predictor", new Conv2d(width, maps, kernel: 1));
        Initialize.KaimingNormal(predictor.Weight, Initialize.Fan.Out);
        Initialize.Constant(predictor.Bias!, 0);
    }

    /// <summary>Tells.</summary>
    /// <param name="maps">p2 to p5.</param>
    /// <returns>(N, maps, h, w) logits at stride 4.</returns>
    public override Tensor Forward(IReadOnlyList<Tensor> maps)
    {
        using var scope = TensorScope.Open();
        return scope.Return(predictor.Forward(base.Forward(maps)));
    }
}
