using Panoptes.Models.Layers;
using Panoptes.Tensors;

namespace Panoptes.Models.Tests.Layers;

public sealed class DropPathTests
{
    [Fact]
    public void A_branch_is_kept_whole_or_dropped_whole_per_sample_and_its_expectation_stays()
    {
        using var scope = TensorScope.Open();
        Randomness.Seed(3);
        var layer = new DropPath(0.3);
        var kept = layer.Forward(Tensor.Ones([10000, 2, 3]));
        var values = kept.ToArray<float>();
        Assert.All(values.Chunk(6), sample => Assert.True(
            sample.All(v => v == sample[0]) && (sample[0] == 0 || Math.Abs(sample[0] - (1 / 0.7f)) < 1e-6)));

        // The mean of 10000 draws of deviation 0.65 strays by 0.0065; six of those are never seen.
        Assert.InRange(values.Average(), 0.96, 1.04);
    }

    [Fact]
    public void Evaluation_and_probability_zero_change_nothing_and_draw_nothing()
    {
        using var scope = TensorScope.Open();
        var x = Tensor.Ones([4, 2]);
        var before = Randomness.GetState(Device.Cpu);
        var layer = new DropPath(0.9);
        layer.Eval();
        Assert.Same(x, layer.Forward(x));
        Assert.Same(x, new DropPath(0).Forward(x));
        Assert.Equal(before, Randomness.GetState(Device.Cpu));
    }

    [Fact]
    public void The_seed_decides_what_is_dropped()
    {
        using var scope = TensorScope.Open();
        var layer = new DropPath(0.5);
        float[] Draw(long seed)
        {
            Randomness.Seed(seed);
            return layer.Forward(Tensor.Ones([64, 1])).ToArray<float>();
        }

        Assert.Equal(Draw(1), Draw(1));
        Assert.NotEqual(Draw(1), Draw(2));
    }

    [Fact]
    public void Gradients_pass_where_the_branch_was_kept()
    {
        using var scope = TensorScope.Open();
        Randomness.Seed(5);
        var x = Tensor.Zeros([8, 3]);
        var branch = Tensor.Ones([8, 3]);
        branch.RequiresGrad = true;
        var alias = branch * 1;
        var sum = new DropPath(0.5).Add(x, alias);
        var values = sum.ToArray<float>();
        sum.Sum().Backward();
        Assert.Equal(values, branch.Grad!.ToArray<float>());
        Assert.Contains(0f, values);
        Assert.Contains(2f, values);
    }

    [Theory]
    [InlineData(0.1, 28)]
    [InlineData(0.3, 38)]
    [InlineData(0.2, 1)]
    public void The_share_grows_linearly_from_zero_to_the_last(double last, int blocks)
    {
        var shares = DropPath.Linear(last, blocks);
        Assert.Equal(blocks, shares.Length);
        Assert.Equal(0, shares[0]);
        Assert.All(Enumerable.Range(0, blocks), k => Assert.Equal(blocks == 1 ? 0 : last * k / (blocks - 1), shares[k], 1e-12));
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1)]
    public void A_share_that_is_none_is_refused(double probability) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new DropPath(probability));
}
