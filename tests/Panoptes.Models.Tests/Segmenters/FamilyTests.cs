using Panoptes.Models.Backbones.Dino;
using Panoptes.Models.Backbones.HighResolution;
using Panoptes.Models.Backbones.Mit;
using Panoptes.Models.Backbones.Mscan;
using Panoptes.Models.Backbones.Swin;
using Panoptes.Models.Catalog;
using Panoptes.Models.Families.Dilated;
using Panoptes.Models.Heads;
using Panoptes.Models.Outputs;
using Panoptes.Models.Segmenters;
using Panoptes.Tensors;
using Panoptes.Tensors.Optimizers;
using Panoptes.Tests;

namespace Panoptes.Models.Tests.Segmenters;

/// <summary>What every family must be able to do, each shown on a thin one.</summary>
public sealed class FamilyTests
{
    public static TheoryData<string> Families => ["pspnet", "deeplabv3plus", "fcn_hrnet", "ocrnet_hrnet", "upernet_swin", "dinov2_linear", "dinov2_ms_reg", "segformer_mmseg", "segformer_nvlabs", "segnext"];

    [NeedsSharedTheory(CamVidCrops.Folder)]
    [MemberData(nameof(Families))]
    public void It_learns_four_real_images_by_heart(string name)
    {
        const int Size = 84;

        // Transformers and layer scales start slowly.
        var steps = name is "upernet_swin" ? 60 : name is "pspnet" ? 90 : name is "deeplabv3plus" ? 150 : name.StartsWith("seg", StringComparison.Ordinal) ? 100 : 45;
        using var scope = TensorScope.Open();
        var (images, labels) = CamVidCrops.Read(Size);
        Randomness.Seed(1);
        using var model = Small(name, CamVidCrops.Classes, dropPath: 0);
        using var optimizer = new AdamW([new ParameterGroup(model.NamedParameters(), 2e-3, 0)]);
        var (first, last) = (0.0, 0.0);
        for (var step = 0; step < steps; step++)
        {
            last = Step(model, optimizer, images, labels);
            first = step == 0 ? last : first;
        }

        // Patches of 14x14 pixels get one guess at each place: DINOv2 cannot draw what is finer.
        Assert.True(last < 0.4 * first, $"the loss fell from {first:0.000} to {last:0.000} only");
        using var noGrad = Autograd.NoGrad();
        var predicted = Logits(model, images, labels).Argmax(1);
        var seen = labels.Ne(CamVidCrops.Void);
        var right = (double)(predicted.Eq(labels) * seen).Sum().ItemInt64() / seen.Sum().ItemInt64();
        Assert.True(right > (name.StartsWith("dinov2", StringComparison.Ordinal) ? 0.75 : 0.9), $"{100 * right:0.0} % of the pixels are right");
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void Interrupted_at_odd_sizes_it_goes_on_with_the_same_bits(string name)
    {
        using var scope = TensorScope.Open();
        var images = Ops.Randn([3, 3, 65, 97]);
        var labels = Ops.Randint(0, 3, [3, 65, 97]);
        using var model = Small(name, classes: 3, dropPath: 0.5);
        using var optimizer = new AdamW([new ParameterGroup(model.NamedParameters(), 1e-3, 0.01)]);
        Step(model, optimizer, images, labels);
        var weights = model.StateDict().Select(t => (t.Name, t.Tensor.Clone())).ToArray();
        var moments = optimizer.State().Select(t => (t.Name, t.Tensor.Clone())).ToArray();
        var random = Randomness.GetState(Device.Cpu);
        Step(model, optimizer, images, labels);

        using var resumed = Small(name, classes: 3, dropPath: 0.5);
        using var resumedOptimizer = new AdamW([new ParameterGroup(resumed.NamedParameters(), 1e-3, 0.01)]);
        resumed.LoadStateDict(weights);
        resumedOptimizer.LoadState(moments);
        Randomness.SetState(Device.Cpu, random);
        Step(resumed, resumedOptimizer, images, labels);
        Assert.All(model.StateDict().Zip(resumed.StateDict()), pair => Assert.True(pair.First.Tensor.Bytes().SequenceEqual(pair.Second.Tensor.Bytes()), pair.First.Name));
    }

    [Theory]
    [InlineData("fcn_r18", 0.7)]
    [InlineData("fcn_mobilenetv2", 0.7)]
    [InlineData("fcn_hrnet", 0.7)]
    [InlineData("upernet_swin", 0.5)]
    [InlineData("dinov2_linear", 0.3)]
    [InlineData("segformer_mmseg", 0.6)]
    [InlineData("segformer_nvlabs", 0.6)]
    [InlineData("segnext", 0.6)]
    public void Checkpointed_activations_take_less_memory_and_give_the_same_gradients(string name, double share)
    {
        Assert.True(HostMemory.KeepFreed());
        using var scope = TensorScope.Open();
        var images = Ops.Randn([2, 3, 64, 96]);
        using var model = (EncoderDecoder)(Families.Contains(name) ? Small(name, classes: 3, dropPath: 0.5) : ModelCatalog.Create(new ModelConfig { Name = name }));
        var random = Randomness.GetState(Device.Cpu);
        var (plainBytes, plain, plainBuffers) = Run(false);
        var (bytes, gradients, buffers) = Run(true);
        Assert.True(bytes < share * plainBytes, $"{bytes} bytes are kept for the backward pass with checkpointing, {plainBytes} without");
        Assert.Equal(plain.Keys, gradients.Keys);
        Assert.All(plain, pair => Assert.True(pair.Value.AsSpan().SequenceEqual(gradients[pair.Key]), pair.Key));
        Assert.All(plainBuffers, pair => Assert.True(pair.Value.AsSpan().SequenceEqual(buffers[pair.Key]), pair.Key));

        (long Bytes, Dictionary<string, float[]> Gradients, Dictionary<string, float[]> Buffers) Run(bool isCheckpointed)
        {
            using var inner = TensorScope.Open();
            model.ZeroGrad();
            foreach (var (tensor, value) in model.NamedBuffers().Where(b => b.Name.Contains("running_")).Select(b => (b.Tensor, b.Name.EndsWith("var", StringComparison.Ordinal) ? 1 : 0)))
            {
                tensor.FillInPlace(value);
            }

            Randomness.SetState(Device.Cpu, random);
            model.Backbone.ActivationCheckpointing = isCheckpointed;
            var before = HostMemory.TensorBytes.Live;
            var features = model.Backbone.Forward(images);
            var kept = HostMemory.TensorBytes.Live - before;
            features.Select(feature => feature.Square().Mean()).Aggregate((sum, term) => sum + term).Backward();
            return (
                kept,
                model.Backbone.NamedParameters().Where(p => p.Tensor.Grad is not null).ToDictionary(p => p.Name, p => p.Tensor.Grad!.ToArray<float>()),
                model.NamedBuffers().Where(b => b.Name.Contains("running_")).ToDictionary(b => b.Name, b => b.Tensor.ToArray<float>()));
        }
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void Half_precision_computes_nearly_the_same(string name)
    {
        using var scope = TensorScope.Open();
        var images = Ops.Randn([2, 3, 65, 97]);
        using var model = Small(name, classes: 3, dropPath: 0);
        model.Eval();
        var expected = ((SemanticOutputs)model.Forward(images)).Logits;
        Tensor actual;
        using (Autocast.Enter(Device.Cpu, DType.BFloat16))
        {
            actual = ((SemanticOutputs)model.Forward(images)).Logits.To(DType.Float32);
        }

        Assert.InRange((actual - expected).Square().Mean().Sqrt().Item() / expected.Square().Mean().Sqrt().Item(), 0, 0.1);
        foreach (var isTraining in (bool[])[false, true])
        {
            model.ZeroGrad();
            model.Train(isTraining);
            using (Autocast.Enter(Device.Cpu, DType.BFloat16))
            {
                actual = ((SemanticOutputs)model.Forward(images)).Logits.To(DType.Float32);
            }

            actual.Square().Mean().Backward();
            Assert.All(model.NamedParameters().Where(p => p.Tensor.Grad is not null), p => Assert.True(double.IsFinite(p.Tensor.Grad!.Sum().Item()), p.Name));
        }
    }

    // The families' own parts, as thin as they go, so that a step takes milliseconds.
    private static Segmenter Small(string name, int classes, double dropPath)
    {
        var network = new HrNetConfig { Width = 8, StemBlocks = 1, BlocksPerBranch = 1, Modules = [1, 1, 1] };
        var coarse = new FcnHeadConfig { ConcatLevels = true, NumConvs = 1, KernelSize = 1, ConcatInput = false, Channels = 120, NumClasses = classes, Dropout = 0 };
        var dino = new DinoConfig { Width = 64, Depth = 4, Heads = 4, ImageSize = 112, LayerScale = 1, DropPath = dropPath, FeatureBlocks = [0, 1, 2, 3] };
        var mit = new MixTransformerConfig { Widths = [16, 32, 40, 64], Depths = [2, 1, 1, 1], Expansion = 2, DropPath = dropPath };
        return name switch
        {
            "pspnet" => ModelCatalog.Create(new ModelConfig { Name = "pspnet_r18", NumClasses = classes, Options = new DilatedOptions { HeadChannels = 32 } }),
            "deeplabv3plus" => ModelCatalog.Create(new ModelConfig { Name = "deeplabv3plus_mobilenetv2", NumClasses = classes, Options = new DilatedOptions { HeadChannels = 32 } }),
            "segformer_mmseg" => new EncoderDecoder(new MixTransformer(mit), new SegformerHeadConfig { Channels = 32, NumClasses = classes, Dropout = 0 }),
            "segformer_nvlabs" => new EncoderDecoder(
                new MixTransformer(mit with { Form = SegformerVariant.Nvlabs }),
                new NvlabsSegformerHeadConfig { Channels = 32, UnusedChannels = 8, NumClasses = classes, Dropout = 0 }),
            "segnext" => new EncoderDecoder(
                new MscanBackbone(new MscanConfig { Widths = [16, 32, 40, 64], Depths = [2, 1, 1, 1], Expansions = [2, 2, 2, 2], DropPath = dropPath }),
                new HamburgerHeadConfig { Channels = 64, HamChannels = 64, Rank = 8, NumClasses = classes, Dropout = 0 }),
            "fcn_hrnet" => new EncoderDecoder(new HrNet(network), coarse),
            "ocrnet_hrnet" => new CascadeEncoderDecoder(new HrNet(network), coarse, coarse with { Channels = 64 }, 32),
            "upernet_swin" => new EncoderDecoder(
                new SwinTransformer(new SwinConfig { Width = 24, Depths = [2, 2, 2, 2], Heads = [1, 2, 4, 8], DropPath = dropPath }),
                new UperHeadConfig { Channels = 32, NumClasses = classes, Dropout = 0 },
                new FcnHeadConfig { InputLevel = 2, NumConvs = 1, ConcatInput = false, Channels = 32, NumClasses = classes, Dropout = 0 }),
            "dinov2_linear" => new EncoderDecoder(new DinoTransformer(dino), new LinearHeadConfig { NumClasses = classes, Dropout = 0 }),
            _ => new EncoderDecoder(new DinoTransformer(dino.WithRegisters()), new LinearHeadConfig { ConcatLevels = true, NumClasses = classes, Dropout = 0 }),
        };
    }

    private static double Step(Segmenter model, AdamW optimizer, Tensor images, Tensor labels)
    {
        using var scope = TensorScope.Open();
        optimizer.ZeroGrad();
        var outputs = (SemanticOutputs)model.Forward(images);
        var loss = Loss(outputs.Logits, labels);
        var total = outputs.Auxiliary.Values.Aggregate(loss, (sum, logits) => sum + (Loss(logits, labels) * 0.4));
        total.Backward();
        optimizer.Step();
        return loss.Item();
    }

    private static Tensor Loss(Tensor logits, Tensor labels) =>
        logits.UpsampleBilinear2d([labels.Size(1), labels.Size(2)], false).CrossEntropyLoss(labels, null, 1, CamVidCrops.Void);

    private static Tensor Logits(Segmenter model, Tensor images, Tensor labels) =>
        ((SemanticOutputs)model.Forward(images)).Logits.UpsampleBilinear2d([labels.Size(1), labels.Size(2)], false);
}
