using Panoptes.Tensors.Optimizers;

namespace Panoptes.Tensors.Tests;

public sealed class SkippedStepTests
{
    [Theory]
    [InlineData("adamw")]
    [InlineData("sgd")]
    [InlineData("sgd nesterov")]
    public void A_skipped_step_changes_nothing_now_or_later(string name)
    {
        using var scope = TensorScope.Open();
        Check(name, onDevice: false);
    }

    [NeedsLibtorchTheory(2, 6)]
    [InlineData("adamw")]
    [InlineData("sgd")]
    [InlineData("sgd nesterov")]
    public void Libtorchs_own_kernels_step_and_skip_in_the_same_way(string name)
    {
        using var scope = TensorScope.Open();
        Check(name, onDevice: true);
        var (own, device) = (Run(name, false, [false, false, true, false]), Run(name, true, [false, false, true, false]));
        // libtorch's CPU kernel takes 1 - beta^step in float32, where most digits cancel.
        Close.To(own.Parameters, device.Parameters);
        Assert.Equal(own.State.Select(entry => entry.Name), device.State.Select(entry => entry.Name));
        foreach (var (one, another) in own.State.Zip(device.State))
        {
            Close.To(one.Values, another.Values);
        }
    }

    private static void Check(string name, bool onDevice)
    {
        // The first step skipped too: nothing may be remembered of it.
        var skipping = Run(name, onDevice, [true, false, true, true, false, true]);
        var plain = Run(name, onDevice, [false, false]);
        Assert.Equal(plain.Parameters, skipping.Parameters);
        Assert.Equal(plain.State.SelectMany(entry => entry.Values), skipping.State.SelectMany(entry => entry.Values));
        Assert.NotEqual(Run(name, onDevice, []).Parameters, plain.Parameters);
    }

    private static (float[] Parameters, IReadOnlyList<(string Name, float[] Values)> State) Run(string name, bool onDevice, bool[] skips)
    {
        Randomness.Seed(5);
        Tensor[] tensors = [Ops.Randn([7, 3, 3, 3]).ToMemoryFormat(MemoryFormat.ChannelsLast), Ops.Randn([40])];
        var group = new ParameterGroup([.. tensors.Select((tensor, k) => ($"p{k}", tensor))], 0.1, 0.01);
        using IOptimizer optimizer = (name, onDevice) switch
        {
            ("adamw", false) => new AdamW([group]),
            ("adamw", true) => new AdamW([group]) { StepsOnDevice = true },
            (_, false) => new Sgd([group], 0.9, name.EndsWith("nesterov", StringComparison.Ordinal)),
            (_, true) => new Sgd([group], 0.9, name.EndsWith("nesterov", StringComparison.Ordinal)) { StepsOnDevice = true },
        };
        foreach (var skip in skips)
        {
            foreach (var tensor in tensors)
            {
                tensor.Grad = tensor.OnesLike() * (skip ? float.NaN : 0.5f);
            }

            optimizer.Step(Tensor.Scalar(skip ? 1f : 0f));
        }

        return ([.. tensors.SelectMany(tensor => tensor.ToArray<float>())], [.. optimizer.State()
            .Select(entry => (entry.Name, entry.Tensor.ToArray<float>()))]);
    }
}
