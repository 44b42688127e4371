using Panoptes.Foundation;
using Panoptes.Tensors.Native;
using Panoptes.Tensors.Optimizers;

namespace Panoptes.Tensors.Tests;

public sealed class FusedOptimizerTests
{
    [Theory]
    [InlineData("adamw", 1)]
    [InlineData("sgd", 2)]
    [InlineData("sgd momentum", 3)]
    [InlineData("sgd nesterov", 4)]
    [InlineData("sgd dampening", 5)]
    public void A_step_in_one_call_is_that_of_one_operator_after_the_other_in_double_precision(string name, long seed)
    {
        var random = new SeededRandom(seed);
        Randomness.Seed(seed);
        var level = NativeMethods.ProcessorLevel(-1);
        try
        {
            for (var round = 0; round < 6; round++)
            {
                _ = NativeMethods.ProcessorLevel(round % (level + 1));
                Compare(name, random);
            }
        }
        finally
        {
            _ = NativeMethods.ProcessorLevel(level);
        }
    }

    [Fact]
    public void A_step_is_noticed_by_graphs_that_were_recorded_before()
    {
        using var scope = TensorScope.Open();
        var p = Tensor.Ones([3]);
        p.RequiresGrad = true;
        var recorded = p.Square().Sum();
        p.Grad = Tensor.Ones([3]);
        using var optimizer = new Sgd([new ParameterGroup([("p", p)], 0.1, 0)]);
        optimizer.Step();
        Assert.Contains("inplace", Assert.Throws<TensorException>(() => recorded.Backward()).Message);
    }

    [Fact]
    public void Parameters_that_do_not_lie_dense_or_have_another_precision_are_stepped_too()
    {
        using var scope = TensorScope.Open();
        Tensor[] tensors =
            [Tensor.Ones([4, 6]).Slice(1, 0, 6, 2), Tensor.Ones([3], DType.Float64), Tensor.Ones([5]).To(DType.BFloat16), Tensor.Ones([2])];
        foreach (var tensor in tensors)
        {
            tensor.Grad = tensor.OnesLike();
        }

        using var optimizer = new AdamW([new ParameterGroup([.. tensors.Select((tensor, k) => ($"p{k}", tensor))], 0.25, 0)]);
        optimizer.Step();
        Assert.All(tensors, tensor => Assert.All(tensor.ToArray<float>(), value => Assert.Equal(0.75f, value, 0.005f)));
    }

    private static void Compare(string name, SeededRandom random)
    {
        using var scope = TensorScope.Open();
        var single = new List<(string, Tensor)>();
        var twice = new List<(string, Tensor)>();
        for (var k = 0; k < 5; k++)
        {
            // One of them larger than a piece of parallel work.
            long[] shape = k == 0 ? [70_001] : [random.NextInt(1, 9), random.NextInt(1, 40), random.NextInt(1, 4), random.NextInt(1, 4)];
            var value = Ops.Randn(shape);
            single.Add(($"p{k}", k % 2 == 1 ? value.ToMemoryFormat(MemoryFormat.ChannelsLast) : value));
            twice.Add(($"p{k}", value.To(DType.Float64)));
        }

        using var fused = Optimizer(name, single);
        using var plain = Optimizer(name, twice);
        for (var step = 0; step < 4; step++)
        {
            for (var k = 0; k < single.Count; k++)
            {
                // Row-major gradients of channels-last parameters, and one parameter that now and then has none.
                var gradient = k == 2 && step == 1 ? null : Ops.Randn(single[k].Item2.Shape);
                single[k].Item2.Grad = gradient;
                twice[k].Item2.Grad = gradient?.To(DType.Float64);
            }

            fused.Groups[0].LearningRate = plain.Groups[0].LearningRate = 0.02 / (step + 1);
            fused.Step();
            plain.Step();
        }

        for (var k = 0; k < single.Count; k++)
        {
            Close.To(twice[k].Item2.ToArray<float>(), single[k].Item2.ToArray<float>(), 2e-6);
        }

        foreach (var (expected, actual) in plain.State().Zip(fused.State()))
        {
            Assert.Equal(expected.Name, actual.Name);
            Close.To(expected.Tensor.ToArray<float>(), actual.Tensor.ToArray<float>(), 2e-6);
        }
    }

    private static IOptimizer Optimizer(string name, List<(string, Tensor)> parameters)
    {
        ParameterGroup[] groups = [new ParameterGroup(parameters, 0.02, 0.1)];
        return name switch
        {
            "adamw" => new AdamW(groups),
            "sgd" => new Sgd(groups, momentum: 0),
            "sgd nesterov" => new Sgd(groups, nesterov: true),
            "sgd dampening" => new Sgd(groups, dampening: 0.3),
            _ => new Sgd(groups),
        };
    }
}
