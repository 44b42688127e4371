using Panoptes.Models.Layers;
using Panoptes.Tensors;
using Panoptes.Tensors.Modules;

namespace Panoptes.Models.Heads;

/// <summary>
/// ESPNetv2's pyramid pooling: depthwise convolutions at five scales of the map, shuffled and merged (sacmehta/EdgeNets,
/// nn_layers/efficient_pyramid_pool.py: EfficientPyrPool).
/// </summary>
internal sealed class EspPyramid : Layer
{
    private const int SmallestSide = 5;

    // In tenths, so that the sides are exact; each rounded up.
    private static readonly int[] Scales = [20, 15, 10, 5, 1];

    private readonly Sequential projection;
    private readonly Sequential stages;
    private readonly Sequential merge;
    private readonly Sequential? norm;

    /// <summary>Makes one.</summary>
    /// <param name="inputs">Channels in.</param>
    /// <param name="width">Channels at each scale.</param>
    /// <param name="outputs">
    /// Channels out; null for the last pyramid, which ends before its classifier, at <paramref name="width"/>.
    /// </param>
    public EspPyramid(long inputs, long width, long? outputs)
    {
        projection = Child("projection_layer", ConvNormAct(inputs, width, kernel: 1));
        stages = Child("stages", new Sequential([.. Scales.Select(Layer (_) => Convolution.Of(width, width, 3, groups: width))]));
        var all = width * Scales.Length;
        merge = Child("merge_layer", new Sequential(
        [
            NormAct(all), new Shuffle(Scales.Length), ConvNormAct(all, width, groups: width),
            .. outputs is { } last ? [Convolution.Of(width, last, 1)] : Array.Empty<Layer>(),
        ]));
        norm = outputs is { } channels ? Child("br", NormAct(channels)) : null;
    }

    /// <summary>conv → BN → PReLU under the names of nn_layers/cnn_utils.py, CBR.</summary>
    public static Sequential ConvNormAct(long inputs, long outputs, long groups = 1, long kernel = 3) => new(("cbr", new Sequential(
        Convolution.Of(inputs, outputs, kernel, groups: groups), new BatchNorm2d(outputs), new PReLU(outputs))));

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x)
    {
        using var scope = TensorScope.Open();
        var projected = projection.Forward(x);
        var (height, width) = (projected.Size(2), projected.Size(3));
        var parts = new Tensor[Scales.Length];
        for (var k = 0; k < parts.Length; k++)
        {
            long[] size = [Side(height, Scales[k]), Side(width, Scales[k])];
            parts[k] = Scales[k] switch
            {
                < 10 => stages[k].Forward(projected.AdaptiveAvgPool2d(size)).UpsampleBilinear2d([height, width], alignCorners: true),
                > 10 => stages[k].Forward(projected.UpsampleBilinear2d(size, alignCorners: true)).AdaptiveAvgPool2d([height, width]),
                _ => stages[k].Forward(projected),
            };
        }

        var merged = merge.Forward(Ops.Cat(parts, 1));
        return scope.Return(norm is null ? merged : norm.Forward(merged));
    }

    private static Sequential NormAct(long channels) =>
        new(("br", new Sequential(new BatchNorm2d(channels), new PReLU(channels))));

    private static long Side(long side, int tenths) => Math.Max(SmallestSide, ((side * tenths) + 9) / 10);

    /// <summary>Deals the channels of groups out in turn.</summary>
    private sealed class Shuffle(int groups) : Layer
    {
        public override Tensor Forward(Tensor x)
        {
            using var scope = TensorScope.Open();
            var (count, channels, height, width) = (x.Size(0), x.Size(1), x.Size(2), x.Size(3));
            return scope.Return(x.Reshape([count, groups, channels / groups, height, width]).Transpose(1, 2)
                .Reshape([count, channels, height, width]));
        }
    }
}
