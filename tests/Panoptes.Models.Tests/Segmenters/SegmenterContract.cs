using Panoptes.Models.Backbones;
using Panoptes.Models.Outputs;
using Panoptes.Models.Segmenters;
using Panoptes.Tensors;
using Panoptes.Tensors.Optimizers;
using Panoptes.Tests;

namespace Panoptes.Models.Tests.Segmenters;

/// <summary>
/// What every network that classifies pixels must be able to do. A family's test class inherits this and makes a thin one.
/// </summary>
public abstract class SegmenterContract
{
    /// <summary>Steps after which it must know four images by heart.</summary>
    protected virtual int OverfitSteps => 45;

    /// <summary>The share of their pixels that is right then.</summary>
    protected virtual double OverfitAccuracy => 0.9;

    /// <summary>The most that checkpointed activations of the backbone may keep, as a share of what is kept without.</summary>
    protected abstract double CheckpointedShare { get; }

    /// <summary>The family's own parts, as thin as they go, so that a step takes milliseconds.</summary>
    protected abstract Segmenter Small(int classes, double dropPath);

    [NeedsSharedFact(CamVidCrops.Folder)]
    public void It_learns_four_real_images_by_heart()
    {
        const int Size = 84;

        using var scope = TensorScope.Open();
        var (images, labels) = CamVidCrops.Read(Size);
        Randomness.Seed(1);
        using var model = Small(CamVidCrops.Classes, dropPath: 0);
        using var optimizer = new AdamW([new ParameterGroup(model.NamedParameters(), 2e-3, 0)]);
        var (first, last) = (0.0, 0.0);
        for (var step = 0; step < OverfitSteps; step++)
        {
            last = Step(model, optimizer, images, labels);
            first = step == 0 ? last : first;
        }

        Assert.True(last < 0.4 * first, $"the loss fell from {first:0.000} to {last:0.000} only");
        using var noGrad = Autograd.NoGrad();
        var predicted = Logits(model, images, labels).Argmax(1);
        var seen = labels.Ne(CamVidCrops.Void);
        var right = (double)(predicted.Eq(labels) * seen).Sum().ItemInt64() / seen.Sum().ItemInt64();
        Assert.True(right > OverfitAccuracy, $"{100 * right:0.0} % of the pixels are right");
    }

    [Fact]
    public void Interrupted_at_odd_sizes_it_goes_on_with_the_same_bits()
    {
        using var scope = TensorScope.Open();
        var images = Ops.Randn([3, 3, 65, 97]);
        var labels = Ops.Randint(0, 3, [3, 65, 97]);
        using var model = Small(classes: 3, dropPath: 0.5);
        using var optimizer = new AdamW([new ParameterGroup(model.NamedParameters(), 1e-3, 0.01)]);
        Step(model, optimizer, images, labels);
        var weights = model.StateDict().Select(t => (t.Name, t.Tensor.Clone())).ToArray();
        var moments = optimizer.State().Select(t => (t.Name, t.Tensor.Clone())).ToArray();
        var random = Randomness.GetState(Device.Cpu);
        Step(model, optimizer, images, labels);

        using var resumed = Small(classes: 3, dropPath: 0.5);
        using var resumedOptimizer = new AdamW([new ParameterGroup(resumed.NamedParameters(), 1e-3, 0.01)]);
        resumed.LoadStateDict(weights);
        resumedOptimizer.LoadState(moments);
        Randomness.SetState(Device.Cpu, random);
        Step(resumed, resumedOptimizer, images, labels);
        Assert.All(model.StateDict().Zip(resumed.StateDict()), pair => Assert.True(
            pair.First.Tensor.Bytes().SequenceEqual(pair.Second.Tensor.Bytes()), pair.First.Name));
    }

    [Fact]
    public void Checkpointed_activations_take_less_memory_and_give_the_same_gradients()
    {
        Assert.True(HostMemory.KeepFreed());
        using var scope = TensorScope.Open();
        var images = Ops.Randn([2, 3, 64, 96]);
        using var model = Small(classes: 3, dropPath: 0.5);
        var backbone = model.Children.Select(child => child.Module).OfType<Backbone>().Single();
        var random = Randomness.GetState(Device.Cpu);
        var (plainBytes, plain, plainBuffers) = Run(false);
        var (bytes, gradients, buffers) = Run(true);
        Assert.True(
            bytes < CheckpointedShare * plainBytes,
            $"{bytes} bytes are kept for the backward pass with checkpointing, {plainBytes} without");
        Assert.Equal(plain.Keys, gradients.Keys);
        Assert.All(plain, pair => Assert.True(pair.Value.AsSpan().SequenceEqual(gradients[pair.Key]), pair.Key));
        Assert.All(plainBuffers, pair => Assert.True(pair.Value.AsSpan().SequenceEqual(buffers[pair.Key]), pair.Key));

        (long Bytes, Dictionary<string, float[]> Gradients, Dictionary<string, float[]> Buffers) Run(bool isCheckpointed)
        {
            using var inner = TensorScope.Open();
            model.ZeroGrad();
            foreach (var (tensor, value) in model.NamedBuffers().Where(b => b.Name.Contains("running_"))
                .Select(b => (b.Tensor, b.Name.EndsWith("var", StringComparison.Ordinal) ? 1 : 0)))
            {
                tensor.FillInPlace(value);
            }

            Randomness.SetState(Device.Cpu, random);
            backbone.ActivationCheckpointing = isCheckpointed;
            var before = HostMemory.TensorBytes.Live;
            var features = backbone.Forward(images);
            var kept = HostMemory.TensorBytes.Live - before;
            features.Select(feature => feature.Square().Mean()).Aggregate((sum, term) => sum + term).Backward();
            return (
                kept,
                backbone.NamedParameters().Where(p => p.Tensor.Grad is not null)
                    .ToDictionary(p => p.Name, p => p.Tensor.Grad!.ToArray<float>()),
                model.NamedBuffers().Where(b => b.Name.Contains("running_")).ToDictionary(b => b.Name, b => b.Tensor.ToArray<float>()));
        }
    }

    [Fact]
    public void Half_precision_computes_nearly_the_same()
    {
        using var scope = TensorScope.Open();
        var images = Ops.Randn([2, 3, 65, 97]);
        using var model = Small(classes: 3, dropPath: 0);
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
            Assert.All(model.NamedParameters().Where(p => p.Tensor.Grad is not null), p => Assert.True(
                double.IsFinite(p.Tensor.Grad!.Sum().Item()), p.Name));
        }
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
