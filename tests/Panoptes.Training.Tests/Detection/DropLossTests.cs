using Panoptes.Tensors;
using Panoptes.Training.Supervision.Detection;

namespace Panoptes.Training.Tests.Detection;

/// <summary>The vectors of CUPS' drop loss: a box counts whose overlap is above the threshold, and all stay in the denominator.</summary>
public sealed class DropLossTests
{
    private static readonly float[] Overlaps = [0.39f, 0.40f, 0.41f, 0.9f];
    private static readonly float[] Losses = [1, 2, 3, 4];

    [Theory]
    [InlineData(0.4, 1.75)]
    [InlineData(-1, 2.5)]
    [InlineData(1, 0)]
    public void Dropped_boxes_stay_in_the_denominator(double least, double expected)
    {
        using var scope = TensorScope.Open();
        var weights = DropLoss.WeightsOf(Tensor.From(Overlaps, 4), (float)least);
        Assert.Equal(expected, DropLoss.Mean(Tensor.From(Losses, 4), weights).Item(), 1e-6);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 2.5)]
    public void Without_an_object_every_box_weighs_what_is_asked_for(double whereEmpty, double expected)
    {
        using var scope = TensorScope.Open();
        var weights = DropLoss.Weights(Tensor.Ones([4, 4]), Tensor.Zeros([0, 4]), 0.4, whereEmpty);
        Assert.Equal(expected, DropLoss.Mean(Tensor.From(Losses, 4), weights).Item(), 1e-6);
    }

    [Fact]
    public void Without_weights_it_is_the_mean_and_of_nothing_0()
    {
        using var scope = TensorScope.Open();
        Assert.Equal(2.5, DropLoss.Mean(Tensor.From(Losses, 4), null).Item());
        Assert.Equal(0, DropLoss.Mean(Tensor.Zeros([0]), null).Item());
    }

    [Fact]
    public void Every_object_is_compared_with_and_not_those_alone_that_boxes_were_matched_with()
    {
        using var scope = TensorScope.Open();
        var objects = Tensor.From([0f, 0, 10, 10, 20, 20, 40, 40], 2, 4);
        var moved = Tensor.From([1f, 0, 10, 10, 20, 21, 40, 40, 50, 50, 60, 60], 3, 4);
        Assert.Equal([1f, 1, 0], DropLoss.Weights(moved, objects, 0.4).ToArray<float>());

        // The released code takes the first rows of what boxes were matched with: as many as are different, whichever these are.
        var matched = Tensor.From([0f, 0, 10, 10, 0, 0, 10, 10, 20, 20, 40, 40], 3, 4);
        var released = DropLoss.ReleasedObjects(matched);
        Assert.Equal([0f, 0, 10, 10, 0, 0, 10, 10], released.ToArray<float>());
        Assert.Equal([1f, 0, 0], DropLoss.Weights(moved, released, 0.4).ToArray<float>());
    }

    [Fact]
    public void Weights_have_no_gradient()
    {
        using var scope = TensorScope.Open();
        var moved = Tensor.From([1f, 0, 10, 10], 1, 4);
        moved.RequiresGrad = true;
        Assert.False(DropLoss.Weights(moved, Tensor.From([0f, 0, 10, 10], 1, 4), 0.4).RequiresGrad);
    }
}
