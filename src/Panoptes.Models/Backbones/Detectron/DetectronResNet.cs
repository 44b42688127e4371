using Panoptes.Models.Layers;
using Panoptes.Tensors;
using Panoptes.Tensors.Modules;

namespace Panoptes.Models.Backbones.Detectron;

/// <summary>
/// Residual network (He et al. 2016) as detectron2 builds it: stem, max pool, four stages at strides 4, 8, 16 and 32, under the names
/// <c>stem.conv1</c>, <c>res2..5</c> with norms inside their convolutions (detectron2/modeling/backbone/resnet.py).
/// </summary>
public sealed class DetectronResNet : Backbone
{
    private const int StemChannels = 64;

    private readonly Stem stem;
    private readonly Sequential[] stages = new Sequential[4];

    /// <summary>Makes a network with He's initialization.</summary>
    /// <exception cref="Foundation.InputException">There is no network of that depth.</exception>
    public DetectronResNet(DetectronResNetConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        DetectronResNetConfig Part(int part) =>
            part < config.FreezeAt && config.Norm == NormKind.Batch ? config with { Norm = NormKind.FrozenBatch } : config;
        stem = Child("stem", new Stem(Norm(Part(0), StemChannels)));
        var (channels, levels) = ((long)StemChannels, new FeatureLevel[4]);
        for (var stage = 0; stage < stages.Length; stage++)
        {
            var blocks = new Layer[config.Blocks[stage]];
            for (var b = 0; b < blocks.Length; b++)
            {
                blocks[b] = Block(Part(stage + 1), ref channels, (long)StemChannels << stage, stride: b == 0 && stage > 0 ? 2 : 1);
            }

            stages[stage] = Child($"res{stage + 2}", new Sequential(blocks));
            levels[stage] = new FeatureLevel(channels, 4 << stage);
        }

        Levels = levels;
        foreach (var part in stages.Prepend<Module>(stem).Take(config.FreezeAt))
        {
            part.RequireGradients(false);
        }
    }

    /// <inheritdoc/>
    public override IReadOnlyList<FeatureLevel> Levels { get; }

    /// <inheritdoc/>
    public override Tensor[] Forward(Tensor images)
    {
        var features = new Tensor[stages.Length];
        using var x = stem.Forward(images);
        for (var stage = 0; stage < stages.Length; stage++)
        {
            features[stage] = RunBlocks(stages[stage], stage == 0 ? x : features[stage - 1]);
        }

        return features;
    }

    /// <summary>The normalization that the configuration asks for.</summary>
    internal static Layer Norm(DetectronResNetConfig config, long channels) => NormLayer.Of(config.Norm, channels);

    private static Layer Block(DetectronResNetConfig config, ref long channels, long planes, long stride)
    {
        var inputs = channels;
        channels = config.Depth < 50 ? planes : planes * DetectronBottleneck.Expansion;
        return config.Depth < 50
            ? new DetectronBasicBlock(config, inputs, planes, stride)
            : new DetectronBottleneck(config, inputs, planes, stride);
    }

    /// <summary>A 7x7 convolution of step 2 and a max pool of step 2.</summary>
    private sealed class Stem : Layer
    {
        private readonly ConvNorm conv1;
        private readonly MaxPool2d pool = new(kernel: 3, stride: 2, padding: 1);

        public Stem(Layer norm) => conv1 = Child("conv1", new ConvNorm(3, StemChannels, 7, norm, stride: 2));

        public override Tensor Forward(Tensor x)
        {
            using var y = conv1.Forward(x, Rectifier.ReLU);
            return pool.Forward(y);
        }
    }
}
