using Panoptes.Models.Layers;
using Panoptes.Tensors;
using Panoptes.Tensors.Modules;

namespace Panoptes.Models.Backbones.Mscan;

/// <summary>
/// Multi-scale convolutional attention (Guo et al. 2022, equations 1 and 2): a depthwise 5x5, beside it three pairs of strips
/// (1x7, 7x1; 1x11, 11x1; 1x21, 21x1) on its result, their sum mixed by a 1x1 convolution, and the input multiplied by that.
/// </summary>
internal sealed class MultiScaleGate : Layer
{
    private static readonly int[] Lengths = [7, 11, 21];

    private readonly Conv2d local;
    private readonly (Conv2d Row, Conv2d Column)[] strips;
    private readonly Conv2d mix;

    /// <summary>Makes one that keeps the size.</summary>
    public MultiScaleGate(long channels)
    {
        local = Child("conv0", Convolution.Depthwise(channels, 5, 5));
        strips = [.. Lengths.Select((length, k) => (
            Child($"conv{k}_1", Convolution.Depthwise(channels, 1, length)),
            Child($"conv{k}_2", Convolution.Depthwise(channels, length, 1))))];
        mix = Child("conv3", Convolution.Biased(channels, channels, 1));
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x)
    {
        using var near = local.Forward(x);
        Tensor? sum = null;
        foreach (var (row, column) in strips)
        {
            using var along = row.Forward(near);
            var strip = column.Forward(along);
            if (sum is null)
            {
                sum = strip.AddInPlace(near);
            }
            else
            {
                sum.AddInPlace(strip);
                strip.Dispose();
            }
        }

        using (sum)
        {
            using var gate = mix.Forward(sum!);
            return gate * x;
        }
    }
}
