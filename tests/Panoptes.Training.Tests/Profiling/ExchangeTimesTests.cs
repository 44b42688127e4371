using Panoptes.Tensors.Profiling;
using Panoptes.Training.Profiling;

namespace Panoptes.Training.Tests.Profiling;

public sealed class ExchangeTimesTests
{
    private const int Own = 1;
    private const int Other = 2;

    [Fact]
    public void Of_gradients_that_part_is_hidden_in_which_the_training_computes()
    {
        // Asked for at 20 within a node, there at 100, while nodes run until 60; then the training waits for it.
        var times = ExchangeTimes.Of([Step(Node(10, 30), Node(40, 60), Exchange(20, 100))])!;

        Assert.Equal((1, 80e-9, 30e-9), (times.Count, times.Seconds, times.HiddenSeconds));
        Assert.Equal(0.375, times.Hidden!.Value, 1e-12);
        Assert.Equal(0, times.WaitedCount);
    }

    [Fact]
    public void What_an_operator_asks_for_and_waits_for_is_not_hidden()
    {
        var times = ExchangeTimes.Of([Step(Node(10, 60), Exchange(20, 50), Exchange(70, 90))])!;

        Assert.Equal((0, 0, 0), (times.Count, times.Seconds, times.HiddenSeconds));
        Assert.Equal((2, 50e-9), (times.WaitedCount, times.WaitedSeconds));
        Assert.Null(times.Hidden);
    }

    [Fact]
    public void Time_is_counted_once_however_many_are_under_way()
    {
        var times = ExchangeTimes.Of([Step(Node(0, 15), Node(15, 100), Exchange(10, 60), Exchange(12, 80)), Step(Node(0, 5))])!;

        Assert.Equal((2, 70e-9, 70e-9), (times.Count, times.Seconds, times.HiddenSeconds));
    }

    [Fact]
    public void Work_of_other_threads_hides_nothing_and_one_process_exchanges_nothing()
    {
        var elsewhere = ExchangeTimes.Of([Step(Node(0, 100) with { Thread = Other }, Exchange(10, 60))])!;
        Assert.Equal((0, 1), (elsewhere.Count, elsewhere.WaitedCount));
        Assert.Null(ExchangeTimes.Of([Step(Node(0, 100))]));
    }

    private static OperatorCall Node(long begin, long end) => new("ConvolutionBackward0", begin, end, Own, true);

    private static OperatorCall Exchange(long begin, long end) =>
        new("gloo:all_reduce", begin, end, Other, false) { IsExchange = true };

    private static StepProfile Step(params OperatorCall[] calls) =>
        new(1, 0, 100, Own, [.. calls.Where(call => !call.IsExchange)], [], [])
        {
            Exchanges = [.. calls.Where(call => call.IsExchange)],
        };
}
