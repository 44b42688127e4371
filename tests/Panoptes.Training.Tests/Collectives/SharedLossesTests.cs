using Panoptes.Tensors;
using Panoptes.Training.Engine;
using Panoptes.Training.Losses;
using Panoptes.Training.Supervision;

namespace Panoptes.Training.Tests.Collectives;

public sealed class SharedLossesTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_mean_over_processes_is_the_loss_of_the_whole_batch(bool isOnDevice)
    {
        // Sums of 6, 10 and 0 over 3, 1 and 0 masks.
        var (sums, counts) = (new[] { 6.0, 10.0, 0.0 }, new[] { 3, 1, 0 });
        var parts = Values(3, rank => [Loss("mask", sums[rank] / Math.Max(1, counts[rank])) with
        {
            Over = isOnDevice
                ? LossDivisor.Of(() => Tensor.From<long>([counts[rank]], 1), least: 1) : new LossDivisor(counts[rank], Least: 1),
        }]);

        Assert.Equal(16.0 / 4, parts.Average(part => part["mask"]), 1e-6);
    }

    [Fact]
    public void A_divisor_is_at_least_what_it_is_in_one_process()
    {
        // Half a mask in all: a single process would divide by 1.
        var parts = Values(2, rank => [Loss("mask", rank == 0 ? 0.5 : 0) with { Over = new LossDivisor(rank == 0 ? 0.5 : 0, Least: 1) }]);

        Assert.Equal(0.5, parts.Average(part => part["mask"]), 1e-6);
    }

    [Fact]
    public void Nothing_anywhere_stays_nothing()
    {
        var parts = Values(2, _ => [Loss("mask", 0) with { Over = new LossDivisor(0) }]);

        Assert.All(parts, part => Assert.Equal(0, part["mask"]));
    }

    [Fact]
    public void A_term_that_one_process_has_is_a_mean_over_those_that_have_it()
    {
        var parts = Values(3, rank => rank == 1 ? [Loss("class", 3), Loss("teacher", 5)] : [Loss("class", rank)]);

        Assert.Equal(5 / 3.0, parts.Average(part => part["class"]), 1e-6);
        Assert.Equal(5, parts.Average(part => part["teacher"]), 1e-6);
        Assert.All(parts, part => Assert.Equal(["class", "teacher"], part.Keys.Order()));
    }

    [Fact]
    public void Alone_a_process_keeps_its_losses()
    {
        using var scope = TensorScope.Open();
        IReadOnlyList<NamedLoss> own = [Loss("class", 3)];

        Assert.Same(own, SharedLosses.Agree(own, new Panoptes.Training.Collectives.SingleProcess(), Device.Cpu));
    }

    private static NamedLoss Loss(string name, double value) => new(name, Tensor.Scalar((float)value), 1);

    private static List<Dictionary<string, double>> Values(int size, Func<int, IReadOnlyList<NamedLoss>> losses) =>
        [.. TakingTurns.Run(size, collective =>
        {
            using var scope = TensorScope.Open();
            return SharedLosses.Agree(losses(collective.Rank), collective, Device.Cpu)
                .ToDictionary(loss => loss.Name, loss => (double)loss.Value.Item());
        }).Select(outcome => outcome.Error is null ? outcome.Result! : throw outcome.Error)];
}
