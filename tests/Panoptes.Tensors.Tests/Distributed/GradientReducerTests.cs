using Panoptes.Tensors.Distributed;
using Panoptes.Tensors.Modules;

namespace Panoptes.Tensors.Tests.Distributed;

public sealed class GradientReducerTests
{
    [Theory]
    [InlineData(2, 1L << 20)]
    [InlineData(3, 64)] // Every parameter is a bucket of its own.
    public void Gradients_are_averages_over_the_processes(int size, long bytes)
    {
        var found = Ranks.Run(size, group =>
        {
            using var model = Net();
            var parameters = Parameters(model);
            using var reducer = new GradientReducer(group, parameters, bytes, bytes);
            return Enumerable.Range(0, 3).Select(step => Step(model, parameters, reducer, group.Rank, step)).ToArray();
        });

        for (var step = 0; step < 3; step++)
        {
            var each = Enumerable.Range(0, size).Select(rank =>
            {
                using var scope = TensorScope.Open();
                using var model = Net();
                return Step(model, Parameters(model), null, rank, step);
            }).ToList();
            for (var k = 0; k < each[0].Length; k++)
            {
                Assert.Equal(1, found[0][step][k] / each.Average(own => own[k]), 1e-5);
            }

            Assert.All(found, own => Assert.Equal(found[0][step], own[step]));
        }
    }

    [Fact]
    public void A_parameter_without_a_gradient_anywhere_keeps_none()
    {
        var unused = Ranks.Run(2, group =>
        {
            var (used, idle) = (Leaf(1), Leaf(2));
            using var reducer = new GradientReducer(group, [used, idle]);
            var loss = (used * (group.Rank + 1)).Sum();
            reducer.Announce(loss);
            loss.Backward();
            return (used.Grad!.ToArray<float>()[0], idle.Grad is null);
        });

        Assert.All(unused, pair => Assert.Equal((1.5f, true), pair));
    }

    [Fact]
    public void A_parameter_that_one_process_uses_has_its_gradient_in_all()
    {
        var found = Ranks.Run(2, group =>
        {
            var (both, one) = (Leaf(1), Leaf(2));
            using var reducer = new GradientReducer(group, [both, one]);
            var loss = (group.Rank == 0 ? both + (one * 4) : both * 1).Sum();
            reducer.Announce(loss);
            loss.Backward();
            return (both.Grad!.ToArray<float>()[0], one.Grad!.ToArray<float>()[0]);
        });

        Assert.All(found, pair => Assert.Equal((1f, 2f), pair));
    }

    [Fact]
    public void Passes_that_are_not_announced_add_up_before_the_one_that_is()
    {
        var found = Ranks.Run(2, group =>
        {
            var leaf = Leaf(1);
            using var reducer = new GradientReducer(group, [leaf]);
            (leaf * 10).Sum().Backward();
            var loss = (leaf * (group.Rank + 1)).Sum();
            reducer.Announce(loss);
            loss.Backward();
            return leaf.Grad!.ToArray<float>()[0];
        });

        Assert.All(found, gradient => Assert.Equal(11.5f, gradient));
    }

    private static Tensor Leaf(float value)
    {
        var leaf = Tensor.From<float>([value], 1);
        leaf.RequiresGrad = true;
        return leaf;
    }

    private static Linear Net()
    {
        var net = new Linear(5, 3);
        using var noGrad = Autograd.NoGrad();
        net.Weight.CopyInPlace(Ops.Arange(0, 15).To(DType.Float32).View([3, 5]) * 0.01);
        net.Bias!.CopyInPlace(Tensor.From<float>([1, 2, 3], 3));
        return net;
    }

    private static Tensor[] Parameters(Module model) => [.. model.NamedParameters().Select(entry => entry.Tensor)];

    private static float[] Step(Module model, Tensor[] parameters, GradientReducer? reducer, int rank, int step)
    {
        using var scope = TensorScope.Open();
        foreach (var parameter in parameters)
        {
            parameter.Grad = null;
        }

        var x = (Ops.Arange(0, 20).To(DType.Float32).View([4, 5]) * (rank + 1)) + step;
        var loss = ((Linear)model).Forward(x).Square().Mean();
        reducer?.Announce(loss);
        loss.Backward();
        return [.. parameters.SelectMany(parameter => parameter.Grad!.ToArray<float>())];
    }
}
