using System.Globalization;
using Panoptes.Models.Layers;
using Panoptes.Tensors;
using Panoptes.Tensors.Modules;

namespace Panoptes.Models.Backbones.Mscan;

/// <summary>
/// MSCAN, SegNeXt's backbone (Guo et al. 2022): four stages of strided convolutions and convolutional attention blocks at
/// strides 4, 8, 16 and 32. Names are those of Visual-Attention-Network/SegNeXt (<c>patch_embed1, block1, norm1</c>;
/// mmseg/models/backbones/mscan.py there).
/// </summary>
public sealed class MscanBackbone : Backbone
{
    private const int Stages = 4;
    private readonly Layer[] embeddings = new Layer[Stages];
    private readonly Sequential[] blocks = new Sequential[Stages];
    private readonly LayerNorm[] norms = new LayerNorm[Stages];

    /// <summary>Makes a network with the published initialization.</summary>
    public MscanBackbone(MscanConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        var shares = DropPath.Linear(config.DropPath, config.Depths.Sum());
        var (stride, first) = (4, 0);
        var levels = new FeatureLevel[Stages];
        for (var stage = 0; stage < Stages; stage++)
        {
            var (width, start, number) = (config.Widths[stage], first, (stage + 1).ToString(CultureInfo.InvariantCulture));
            embeddings[stage] = Child($"patch_embed{number}", stage == 0 ? Stem(width) : Downsampling(config.Widths[stage - 1], width));
            blocks[stage] = Child($"block{number}", new Sequential([.. Enumerable.Range(0, config.Depths[stage]).Select(b =>
                new MscanBlock(width, config.Expansions[stage], shares[start + b]))]));
            norms[stage] = Child($"norm{number}", new LayerNorm(width));
            levels[stage] = new FeatureLevel(width, stride);
            (stride, first) = (stride * 2, first + config.Depths[stage]);
        }

        Levels = levels;
    }

    /// <inheritdoc/>
    public override IReadOnlyList<FeatureLevel> Levels { get; }

    /// <inheritdoc/>
    public override Tensor[] Forward(Tensor images)
    {
        var features = new Tensor[Stages];
        for (var stage = 0; stage < Stages; stage++)
        {
            using var scope = TensorScope.Open();
            var embedded = embeddings[stage].Forward(stage == 0 ? images : features[stage - 1]);
            var map = RunBlocks(blocks[stage], embedded);
            var normed = ChannelsLast.Apply(norms[stage], map);

            // The norm works on channels-last memory; the next stage goes on in the layout that it was given.
            features[stage] = scope.Return(map.IsContiguous ? normed.Contiguous() : normed);
        }

        return features;
    }

    private static Sequential Stem(long width) => new(("proj", new Sequential(
        Convolution.Biased(3, width / 2, 3, stride: 2), new BatchNorm2d(width / 2), new GELU(),
        Convolution.Biased(width / 2, width, 3, stride: 2), new BatchNorm2d(width))));

    private static Sequential Downsampling(long inputs, long outputs) =>
        new(("proj", Convolution.Biased(inputs, outputs, 3, stride: 2)), ("norm", new BatchNorm2d(outputs)));
}
