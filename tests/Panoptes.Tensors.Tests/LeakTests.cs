using System.Globalization;
using Panoptes.Tensors.Modules;
using Panoptes.Tensors.Optimizers;

namespace Panoptes.Tensors.Tests;

public sealed class LeakTests : IDisposable
{
    private readonly int _threads = Threads.Count;

    /// <summary>One thread: on a busy machine two wait for each other at every one of many small operators.</summary>
    public LeakTests() => Threads.Count = 1;

    public void Dispose() => Threads.Count = _threads;

    [Fact]
    public void A_thousand_training_steps_leave_no_tensor_and_no_memory_behind()
    {
        var before = TensorScope.LiveTensors;
        Randomness.Seed(1);
        using (var net = new Sequential(
            new Conv2d(3, 8, 3, padding: 1), new BatchNorm2d(8), new ReLU(), new Dropout2d(0.1), new Conv2d(8, 4, 1)))
        using (var optimizer = new AdamW([new ParameterGroup(net.NamedParameters(), 1e-3, 0.01)]))
        {
            Steps(net, optimizer, 1000);
            var settled = (TensorScope.LiveTensors, Memory: ResidentBytes());
            Steps(net, optimizer, 1000);
            Assert.Equal(settled.LiveTensors, TensorScope.LiveTensors);

            // The images leaked every step would be 24 MB. The first steps warm the just-in-time compiler up and are not counted.
            Assert.InRange(ResidentBytes() - settled.Memory, long.MinValue, 8 << 20);
        }

        Assert.Equal(before, TensorScope.LiveTensors);
    }

    private static void Steps(Sequential net, AdamW optimizer, int count)
    {
        for (var k = 0; k < count; k++)
        {
            using var scope = TensorScope.Open();
            var images = Ops.Rand([2, 3, 32, 32]);
            var labels = Tensor.Zeros([2, 32, 32], DType.Int64);
            optimizer.ZeroGrad();
            net.Forward(images).CrossEntropyLoss(labels).Backward();
            GradientClipping.ByNorm(net.NamedParameters().Select(p => p.Tensor), 1);
            optimizer.Step();
        }
    }

    private static long ResidentBytes()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var line = File.ReadLines("/proc/self/status").First(l => l.StartsWith("VmRSS:", StringComparison.Ordinal));
        return 1024 * long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }
}
