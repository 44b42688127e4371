using Panoptes.Tensors;
using Panoptes.Tensors.Modules;

namespace Panoptes.Models.Backbones.Espnet;

/// <summary>
/// ESPNetv2 (Mehta et al. 2019) up to stride 16, as it segments: feature maps at strides 2, 4, 8 and 16 under the names of
/// sacmehta/EdgeNets (<c>level1, level2_0, level3_0, level3, level4_0, level4</c>; model/classification/espnetv2.py).
/// </summary>
public sealed class EspNetV2 : Backbone
{
    // The largest receptive field of the halving to each stride, and of the blocks behind it.
    private static readonly int[] HalvingFields = [13, 11, 9];
    private static readonly int[] BlockFields = [9, 7];

    private readonly Sequential stem;
    private readonly EspDownsampling[] halvings;
    private readonly Sequential[] blocks;

    /// <summary>Makes a network with He's initialization.</summary>
    /// <param name="config">Which.</param>
    public EspNetV2(EspNetV2Config config)
    {
        ArgumentNullException.ThrowIfNull(config);
        var widths = config.Widths;
        Levels = [.. widths.Select((width, k) => new FeatureLevel(width, 2 << k))];
        stem = Child("level1", EspLayers.ConvNormAct(3, widths[0], 3, stride: 2));
        halvings = new EspDownsampling[HalvingFields.Length];
        blocks = new Sequential[BlockFields.Length];
        for (var k = 0; k < halvings.Length; k++)
        {
            halvings[k] = Child($"level{k + 2}_0", new EspDownsampling(widths[k], widths[k + 1], HalvingFields[k]));
            if (k > 0)
            {
                var (width, field) = (widths[k + 1], BlockFields[k - 1]);
                blocks[k - 1] = Child($"level{k + 2}", new Sequential(
                    [.. Enumerable.Range(0, config.Depths[k - 1]).Select(Layer (_) => new EespBlock(width, width, field))]));
            }
        }
    }

    /// <inheritdoc/>
    public override IReadOnlyList<FeatureLevel> Levels { get; }

    /// <inheritdoc/>
    public override Tensor[] Forward(Tensor images)
    {
        using var scope = TensorScope.Open();
        using var halving = EspDownsampling.Halving();
        var features = new Tensor[Levels.Count];
        features[0] = stem.Forward(images);
        var image = halving.Forward(images);
        for (var k = 0; k < halvings.Length; k++)
        {
            image = halving.Forward(image);
            features[k + 1] = halvings[k].Forward(features[k], image);
            features[k + 1] = k == 0 ? features[k + 1] : RunBlocks(blocks[k - 1], features[k + 1]);
        }

        return scope.Return(features);
    }
}
