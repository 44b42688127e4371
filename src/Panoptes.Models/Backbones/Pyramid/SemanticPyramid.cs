using System.Globalization;
using Panoptes.Models.Layers;
using Panoptes.Tensors;
using Panoptes.Tensors.Modules;

namespace Panoptes.Models.Backbones.Pyramid;

/// <summary>
/// The maps of a pyramid at strides 4 to 32, each convolved up to stride 4 and added up (Kirillov et al. 2019, "Panoptic feature pyramid
/// networks", figure 3), under detectron2's names <c>p2.0</c>, <c>p3.0</c>, <c>p4.0</c>, <c>p4.2</c> and so on.
/// </summary>
public class SemanticPyramid : Module
{
    private const int Finest = 2;
    private const int Maps = 4;

    private readonly ModuleList<ConvNorm>[] branches = new ModuleList<ConvNorm>[Maps];

    /// <summary>Makes one.</summary>
    /// <param name="inputs">Channels of every map.</param>
    /// <param name="width">Channels of the result: a multiple of 32.</param>
    public SemanticPyramid(int inputs, int width)
    {
        for (var k = 0; k < Maps; k++)
        {
            // Between two convolutions lies an upsampling, which takes a position and has no parameters.
            var positions = new ConvNorm?[(2 * Math.Max(1, k)) - 1];
            for (var p = 0; p < positions.Length; p += 2)
            {
                positions[p] = new ConvNorm(p == 0 ? inputs : width, width, 3, NormLayer.Of(NormKind.Group, width));
            }

            branches[k] = Child($"p{(Finest + k).ToString(CultureInfo.InvariantCulture)}", new ModuleList<ConvNorm>(positions));
        }
    }

    /// <summary>Adds the maps up.</summary>
    /// <param name="maps">p2 to p5: (N, inputs, h, w) at strides 4, 8, 16 and 32.</param>
    /// <returns>(N, width, h, w) at stride 4.</returns>
    public virtual Tensor Forward(IReadOnlyList<Tensor> maps)
    {
        ArgumentNullException.ThrowIfNull(maps);
        using var scope = TensorScope.Open();
        var sum = branches[0][0].Forward(maps[0], Rectifier.ReLU);
        for (var k = 1; k < Maps; k++)
        {
            var x = maps[k];
            for (var p = 0; p < branches[k].Count; p += 2)
            {
                x = branches[k][p].Forward(x, Rectifier.ReLU);
                x = x.UpsampleBilinear2d([2 * x.Size(2), 2 * x.Size(3)], false);
            }

            // Not in place: rectification needs its own result in the backward pass.
            sum = sum + x;
        }

        return scope.Return(sum);
    }
}
