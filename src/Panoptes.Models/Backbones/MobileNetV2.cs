using Panoptes.Foundation;
using Panoptes.Tensors;
using Panoptes.Tensors.Modules;

namespace Panoptes.Models.Backbones;

/// <summary>
/// MobileNetV2 (Sandler et al. 2018, table 2) under torchvision's names <c>features.0..17</c> and, as a classifier,
/// <c>features.18</c>, <c>classifier.1</c> (torchvision/models/mobilenetv2.py). Its feature maps are those before each stride
/// and the last: 24, 32, 96 and 320 channels at strides 4, 8, 16 and 32.
/// </summary>
public sealed class MobileNetV2 : Backbone
{
    // Expansion, channels, blocks, stride: the paper's table 2.
    private static readonly (int Expansion, int Channels, int Blocks, int Stride)[] Stages =
        [(1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2), (6, 320, 1, 1)];

    // The last block at each stride.
    private static readonly int[] FeatureBlocks = [3, 6, 13, 17];

    private readonly Sequential blocks;
    private readonly Sequential? classifier;

    /// <summary>Makes a network with He's initialization.</summary>
    public MobileNetV2(MobileNetV2Config config)
    {
        ArgumentNullException.ThrowIfNull(config);
        if (config.OutputStride is not (8 or 16 or 32) || !(config.WidthMultiplier > 0))
        {
            throw new InputException(
                "MobileNetV2", $"output stride {config.OutputStride}, width {config.WidthMultiplier}",
                "stride 8, 16 or 32 and a width above 0", "change model.output_stride or model.width_multiplier");
        }

        var channels = Width(32, config);
        var (stride, dilation) = (2, 1);
        List<Layer> layers = [InvertedResidual.Activated(3, channels, 3, stride: 2)];
        List<FeatureLevel> levels = [];
        foreach (var stage in Stages)
        {
            var outputs = Width(stage.Channels, config);
            for (var b = 0; b < stage.Blocks; b++)
            {
                var step = b == 0 ? stage.Stride : 1;
                var isDilated = stride * step > config.OutputStride;
                layers.Add(new InvertedResidual(channels, outputs, stage.Expansion, isDilated ? 1 : step, dilation, isResidual: step == 1));

                // A block that loses its stride still sees the spacing it was trained on; those after it are spread.
                dilation *= isDilated ? step : 1;
                stride *= isDilated ? 1 : step;
                channels = outputs;
                if (FeatureBlocks.Contains(layers.Count - 1))
                {
                    levels.Add(new FeatureLevel(channels, stride));
                }
            }
        }

        if (config.NumClasses is int classes)
        {
            var last = (long)Math.Max(1280, Divisible(1280 * config.WidthMultiplier));
            layers.Add(InvertedResidual.Activated(channels, last, 1));
            classifier = new Sequential(new Dropout(0.2), new Linear(last, classes));
        }

        Levels = levels;
        blocks = Child("features", new Sequential([.. layers]));
        _ = classifier is null ? null : Child("classifier", classifier);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<FeatureLevel> Levels { get; }

    /// <summary>True of the classifier.</summary>
    /// <param name="name">The backbone's name for it.</param>
    internal override bool MayLack(string name) => name.StartsWith("classifier.", StringComparison.Ordinal);

    /// <inheritdoc/>
    public override Tensor[] Forward(Tensor images)
    {
        var features = new List<Tensor>();
        var x = images;
        for (var k = 0; k <= FeatureBlocks[^1]; k++)
        {
            var y = RunBlock(blocks[k], x);
            if (k > 0 && !features.Contains(x))
            {
                x.Dispose();
            }

            x = y;
            if (FeatureBlocks.Contains(k))
            {
                features.Add(x);
            }
        }

        return [.. features];
    }

    /// <summary>Classifies from the last feature map.</summary>
    /// <param name="feature">The last of <see cref="Forward"/>.</param>
    /// <returns>(N, classes).</returns>
    /// <exception cref="InvalidOperationException">The network was made without classes.</exception>
    public Tensor Classify(Tensor feature)
    {
        var head = classifier ?? throw new InvalidOperationException("this network has no classifier");
        using var expanded = blocks[blocks.Count - 1].Forward(feature);
        using var mean = expanded.Mean([2, 3]);
        return head.Forward(mean);
    }

    private static long Width(int channels, MobileNetV2Config config) => Divisible(channels * config.WidthMultiplier);

    // The nearest multiple of 8 that loses no more than a tenth (torchvision's _make_divisible).
    private static long Divisible(double channels)
    {
        var rounded = Math.Max(8, (long)(channels + 4) / 8 * 8);
        return rounded < 0.9 * channels ? rounded + 8 : rounded;
    }
}
