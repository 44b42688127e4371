using Panoptes.Data.Loading;
using Panoptes.Tensors;
using Panoptes.Training.Supervision.Teachers;

namespace Panoptes.Training.Tests.Teachers;

public sealed class ComplementaryDropoutTests
{
    [Theory]
    [InlineData(0.5, 2)]
    [InlineData(1, 4)]
    public void One_view_keeps_the_channels_that_the_other_lacks(double share, int expected)
    {
        using var scope = TensorScope.Open();
        var changed = new ComplementaryDropout(share, 7).Apply([Tensor.Ones([8, 64, 2, 2])], 3, BatchPlaces.Whole)[0];
        var (first, second) = (changed.Narrow(0, 0, 4), changed.Narrow(0, 4, 4));
        Assert.Equal(2, (first + second).Min().Item());
        Assert.Equal(2, (first + second).Max().Item());
        var masked = Enumerable.Range(0, 4).Where(image => first.Select(0, image).Min().Item() == 0).ToList();
        Assert.Equal(expected, masked.Count);
        Assert.All(masked, image => Assert.InRange(first.Select(0, image).Mean().Item(), 0.5, 1.5));
    }

    [Fact]
    public void The_same_step_draws_the_same_and_another_one_otherwise()
    {
        using var scope = TensorScope.Open();
        float[] Draw(long step) =>
            new ComplementaryDropout(1, 7).Apply([Tensor.Ones([4, 32, 1, 1])], step, BatchPlaces.Whole)[0].ToArray<float>();
        Assert.Equal(Draw(5), Draw(5));
        Assert.NotEqual(Draw(5), Draw(6));
    }
}
