using Panoptes.Models.Layers;
using Panoptes.Tensors;
using Panoptes.Tensors.Modules;

namespace Panoptes.Models.Backbones;

/// <summary>
/// Residual network (He et al. 2016): stem, max pool, four stages. With the plain stem the names are torchvision's
/// (<c>conv1, bn1, layer1..4, fc</c>; torchvision/models/resnet.py), with the deep one mmsegmentation's ResNetV1c
/// (<c>stem.0..8, layer1..4</c>; mmseg/models/backbones/resnet.py).
/// </summary>
public sealed class ResNet : Backbone
{
    private readonly Layer stem;
    private readonly MaxPool2d pool = new(kernel: 3, stride: 2, padding: 1);
    private readonly Sequential[] stages = new Sequential[4];
    private readonly Linear? classifier;

    /// <summary>Makes a network with He's initialization and silent residual branches (the last BN of each block at zero).</summary>
    public ResNet(ResNetConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        stem = config.DeepStem
            ? Child("stem", DeepStem())
            : new PlainStem(Child("conv1", Convolution.Of(3, 64, 7, stride: 2)), Child("bn1", new BatchNorm2d(64)));
        var (channels, stride, levels) = (64L, 4, new FeatureLevel[4]);
        for (var stage = 0; stage < 4; stage++)
        {
            stages[stage] = Child($"layer{stage + 1}", Stage(config, stage, ref channels));
            stride *= config.Strides[stage];
            levels[stage] = new FeatureLevel(channels, stride);
        }

        Levels = levels;
        classifier = config.NumClasses is int classes ? Child("fc", new Linear(channels, classes)) : null;
    }

    /// <inheritdoc/>
    public override IReadOnlyList<FeatureLevel> Levels { get; }

    /// <inheritdoc/>
    protected override IEnumerable<FoldablePair> FoldablePairs() => stem is PlainStem plain ? [plain.Pair] : [];

    /// <summary>True of the classifier.</summary>
    /// <param name="name">The backbone's name for it.</param>
    internal override bool MayLack(string name) => name.StartsWith("fc.", StringComparison.Ordinal);

    /// <inheritdoc/>
    public override Tensor[] Forward(Tensor images)
    {
        using var x = Stem(images);
        return Stages(x);
    }

    /// <summary>The stem and the max pool.</summary>
    /// <param name="images">(N,3,H,W).</param>
    /// <returns>(N,64,H/4,W/4).</returns>
    public Tensor Stem(Tensor images)
    {
        using var x = stem.Forward(images);
        return pool.Forward(x);
    }

    /// <summary>The four stages.</summary>
    /// <param name="x">What <see cref="Stem"/> returns.</param>
    public Tensor[] Stages(Tensor x)
    {
        var features = new Tensor[4];
        for (var stage = 0; stage < 4; stage++)
        {
            features[stage] = RunBlocks(stages[stage], stage == 0 ? x : features[stage - 1]);
        }

        return features;
    }

    /// <summary>The classifier on the mean of the last feature.</summary>
    /// <param name="feature">The last of <see cref="Stages"/>.</param>
    /// <returns>(N, classes).</returns>
    /// <exception cref="InvalidOperationException">The network was made without classes.</exception>
    public Tensor Classify(Tensor feature)
    {
        using var mean = feature.Mean([2, 3]);
        return (classifier ?? throw new InvalidOperationException("this network has no classifier")).Forward(mean);
    }

    private static Sequential DeepStem() => new(
        Convolution.Of(3, 32, 3, stride: 2), new BatchNorm2d(32), new ReLU(inPlace: true),
        Convolution.Of(32, 32, 3), new BatchNorm2d(32), new ReLU(inPlace: true),
        Convolution.Of(32, 64, 3), new BatchNorm2d(64), new ReLU(inPlace: true));

    private static Sequential Stage(ResNetConfig config, int stage, ref long channels)
    {
        var planes = 64L << stage;
        var dilation = config.Dilations[stage];
        var blocks = new Layer[config.Blocks[stage]];
        for (var b = 0; b < blocks.Length; b++)
        {
            var stride = b == 0 ? config.Strides[stage] : 1;
            var own = b == 0 && config.ContractDilation && dilation > 1 ? dilation / 2 : dilation;
            blocks[b] = config.Depth < 50 ? new BasicBlock(channels, planes, stride, own) : new Bottleneck(channels, planes, stride, own);
            channels = config.Depth < 50 ? planes : planes * Bottleneck.Expansion;
        }

        return new Sequential(blocks);
    }

    // torchvision's names put the stem's convolution and norm straight into the network, so they are its children, not this layer's.
    private sealed class PlainStem(Conv2d conv, BatchNorm2d norm) : Layer
    {
        public FoldablePair Pair => new(conv, norm, Rectifier.ReLU);

        public override Tensor Forward(Tensor x)
        {
            using var y = conv.Forward(x);
            return norm.Forward(y, Rectifier.ReLU);
        }
    }
}
