using Panoptes.Tensors.Distributed;

namespace Panoptes.Tensors.Tests.Distributed;

public sealed class ProcessGroupTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Every_process_has_the_sum_of_all(int size)
    {
        var sums = Ranks.Run(size, group =>
        {
            var own = Tensor.From<double>([group.Rank + 1, 0.1 * group.Rank], 2);
            group.Sum(own);
            return own.ToArray<double>();
        });

        Assert.All(sums, sum => Assert.Equal(size * (size + 1) / 2.0, sum[0]));
        Assert.All(sums, sum => Assert.Equal(sums[0], sum));
    }

    [Fact]
    public void What_processes_gather_is_in_the_order_of_their_ranks()
    {
        var gathered = Ranks.Run(3, group => group.Gather(Tensor.From<long>([10 * group.Rank, 7], 2))
            .SelectMany(part => part.ToArray<long>()).ToArray());

        Assert.All(gathered, all => Assert.Equal([0, 7, 10, 7, 20, 7], all));
    }

    [Fact]
    public void A_broadcast_is_what_the_root_has()
    {
        var values = Ranks.Run(2, group =>
        {
            var own = Tensor.Full([3], group.Rank + 5, DType.Float32);
            group.Broadcast(own, root: 1);
            return own.ToArray<float>();
        });

        Assert.All(values, value => Assert.Equal([6f, 6f, 6f], value));
    }

    [Fact]
    public void The_gradient_of_a_sum_is_the_sum_of_the_gradients()
    {
        var gradients = Ranks.Run(2, group =>
        {
            var x = Tensor.From<float>([group.Rank + 1, 2], 2);
            x.RequiresGrad = true;
            (group.SumWithGradient(x) * (group.Rank + 3)).Sum().Backward();
            return x.Grad!.ToArray<float>();
        });

        Assert.All(gradients, gradient => Assert.Equal([7f, 7f], gradient));
    }

    [Fact]
    public void A_process_that_does_not_come_ends_the_others_after_the_deadline()
    {
        var file = Path.Combine(Path.GetTempPath(), $"panoptes-ranks-{Guid.NewGuid():n}");
        using var store = ProcessStore.OfFile(file, 2);

        Assert.Throws<TensorException>(() => ProcessGroup.Join(
            store, "test", 0, 2, "127.0.0.1", Device.Cpu, TimeSpan.FromSeconds(1)));
        File.Delete(file);
    }

    [Fact]
    public void A_process_that_leaves_ends_the_calls_of_the_others()
    {
        var errors = Ranks.Run(2, group =>
        {
            if (group.Rank == 1)
            {
                group.Dispose();
                return null;
            }

            var error = Assert.Throws<TensorException>(() =>
            {
                for (var again = 0; again < 100; again++)
                {
                    group.Sum(Tensor.Zeros([4], DType.Float32));
                }
            });
            return error.Message;
        }, deadline: 5);

        Assert.NotNull(errors[0]);
    }

    [Fact]
    public void A_group_that_was_left_is_refused()
    {
        Ranks.Run(1, group =>
        {
            group.Dispose();
            Assert.Throws<ObjectDisposedException>(() => group.Sum(Tensor.Zeros([1], DType.Float32)));
            return 0;
        });
    }
}
