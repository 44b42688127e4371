using Panoptes.Models.Layers;
using Panoptes.Models.Weights;
using Panoptes.Tensors;
using Panoptes.Tensors.Modules;

namespace Panoptes.Models.Backbones.HighResolution;

/// <summary>
/// HRNet (Wang et al. 2020): branches at strides 4, 8, 16 and 32 that run side by side and exchange their features again and
/// again. Names are those of the official release and of mmsegmentation (mmseg/models/backbones/hrnet.py).
/// </summary>
public sealed class HrNet : Backbone, IWeightGuard
{
    private const int StemWidth = 64;

    private readonly HrNetConfig config;
    private readonly Conv2d conv1;
    private readonly BatchNorm2d bn1;
    private readonly Conv2d conv2;
    private readonly BatchNorm2d bn2;
    private readonly Sequential layer1;
    private readonly ModuleList<Sequential>[] transitions = new ModuleList<Sequential>[3];
    private readonly ModuleList<HrModule>[] stages = new ModuleList<HrModule>[3];

    /// <summary>Makes a network with He's initialization.</summary>
    /// <exception cref="Foundation.InputException">A setting is out of range.</exception>
    public HrNet(HrNetConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config.Validate();
        this.config = config;
        conv1 = Child("conv1", Convolution.Of(3, StemWidth, 3, stride: 2));
        bn1 = Child("bn1", new BatchNorm2d(StemWidth));
        conv2 = Child("conv2", Convolution.Of(StemWidth, StemWidth, 3, stride: 2));
        bn2 = Child("bn2", new BatchNorm2d(StemWidth));
        var stem = StemWidth * Bottleneck.Expansion;
        layer1 = Child("layer1", new Sequential([.. Enumerable.Range(0, config.StemBlocks).Select(k =>
            new Bottleneck(k == 0 ? StemWidth : stem, StemWidth, stride: 1, dilation: 1, startsSilent: false))]));
        long[] widths = [.. Enumerable.Range(0, 4).Select(level => (long)config.Width << level)];
        for (var stage = 0; stage < 3; stage++)
        {
            long[] own = widths[..(stage + 2)];
            transitions[stage] = Child($"transition{stage + 1}", Transition(stage == 0 ? [stem] : widths[..(stage + 1)], own));
            stages[stage] = Child($"stage{stage + 2}", new ModuleList<HrModule>(
                [.. Enumerable.Range(0, config.Modules[stage]).Select(_ => new HrModule(own, config))]));
        }

        Levels = [.. widths.Select((width, level) => new FeatureLevel(width, 4 << level))];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<FeatureLevel> Levels { get; }

    /// <inheritdoc/>
    IReadOnlyDictionary<string, string> IWeightGuard.Facts => HrNetWeights.Facts(config);

    /// <inheritdoc/>
    WeightMismatch? IWeightGuard.Mismatch(WeightFile file, IReadOnlyDictionary<string, WeightSource> given) => null;

    /// <inheritdoc/>
    internal override WeightMismatch? MismatchOfWhole(WeightFile file, IReadOnlyDictionary<string, WeightSource> given) =>
        HrNetWeights.Mismatch(config, file, given);

    /// <inheritdoc/>
    internal override string? WarningOnWhole(WeightFile file, IReadOnlyDictionary<string, WeightSource> given) =>
        HrNetWeights.Warning(config, file, given);

    /// <inheritdoc/>
    public override Tensor[] Forward(Tensor images)
    {
        using var scope = TensorScope.Open();
        Tensor[] maps = [Stem(images)];
        for (var stage = 0; stage < stages.Length; stage++)
        {
            maps = Branch(transitions[stage], maps);
            for (var k = 0; k < stages[stage].Count; k++)
            {
                maps = stages[stage][k].Forward(maps, RunBlocks);
            }
        }

        return scope.Return(maps);
    }

    /// <inheritdoc/>
    protected override IEnumerable<FoldablePair> FoldablePairs() =>
        [new(conv1, bn1, Rectifier.ReLU), new(conv2, bn2, Rectifier.ReLU)];

    private Tensor Stem(Tensor images)
    {
        using var halved = conv1.Forward(images);
        using var x = bn1.Forward(halved, Rectifier.ReLU);
        using var quartered = conv2.Forward(x);
        using var y = bn2.Forward(quartered, Rectifier.ReLU);
        return RunBlocks(layer1, y);
    }

    private static Tensor[] Branch(ModuleList<Sequential> transition, Tensor[] maps) =>
        [.. Enumerable.Range(0, transition.Count).Select(k => transition.At(k) is Sequential path ? path.Forward(maps[^1]) : maps[k])];

    // A branch goes on as it is where its channels stay; a new one starts from the coarsest before it.
    private static ModuleList<Sequential> Transition(long[] before, long[] after) => new([.. after.Select((width, k) =>
    {
        if (k < before.Length)
        {
            return before[k] == width ? null : Activated(before[k], width, stride: 1);
        }

        var steps = k + 1 - before.Length;
        return new Sequential(
            [.. Enumerable.Range(1, steps).Select(step => Activated(before[^1], step == steps ? width : before[^1], stride: 2))]);
    })]);

    private static Sequential Activated(long inputs, long outputs, int stride) =>
        new(Convolution.Of(inputs, outputs, 3, stride), new BatchNorm2d(outputs), new ReLU(inPlace: true));
}
