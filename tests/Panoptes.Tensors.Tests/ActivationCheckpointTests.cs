using Panoptes.Tensors.Modules;

namespace Panoptes.Tensors.Tests;

public sealed class ActivationCheckpointTests : IDisposable
{
    private readonly long _before = TensorScope.LiveTensors;
    private readonly Layer[] _blocks;

    public ActivationCheckpointTests()
    {
        Randomness.Seed(11);
        _blocks = [Block(3, 8), Block(8, 8), Block(8, 4)];
    }

    /// <summary>Whatever a test did, every tensor it made is gone.</summary>
    public void Dispose()
    {
        foreach (var block in _blocks)
        {
            block.Dispose();
        }

        Assert.Equal(_before, TensorScope.LiveTensors);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Outputs_gradients_statistics_and_the_random_numbers_to_come_are_the_same_bits(bool inLowPrecision)
    {
        using var net = new Sequential(_blocks);
        var state = net.StateDict().Select(entry => (entry.Name, Tensor: entry.Tensor.Clone())).ToList();
        var plain = Step(x => _blocks.Aggregate(x, (y, block) => block.Forward(y)));
        using (Autograd.NoGrad())
        {
            net.LoadStateDict(state);
        }

        state.ForEach(entry => entry.Tensor.Dispose());
        var checkpointed = Step(x => _blocks.Aggregate(x, (y, block) => ActivationCheckpoint.Run(block, y)));

        Assert.Equal(plain.Keys, checkpointed.Keys);
        foreach (var (name, values) in plain)
        {
            Assert.True(values.AsSpan().SequenceEqual(checkpointed[name]), $"{name} differs");
        }

        Dictionary<string, float[]> Step(Func<Tensor, Tensor> forward)
        {
            using var scope = TensorScope.Open();
            Randomness.Seed(3);
            net.ZeroGrad();
            var x = Ops.Randn([2, 3, 12, 10]);
            x.RequiresGrad = true;
            Tensor y;
            using (inLowPrecision ? Autocast.Enter(Device.Cpu, DType.BFloat16) : null)
            {
                y = forward(x).To(DType.Float32);
            }

            var between = Ops.Rand([4]);
            y.Square().Sum().Backward();
            var found = new Dictionary<string, float[]>
            {
                ["output"] = y.ToArray<float>(),
                ["input"] = x.Grad!.ToArray<float>(),
                ["drawn between"] = between.ToArray<float>(),
                ["drawn after"] = Ops.Rand([4]).ToArray<float>(),
            };
            foreach (var (name, tensor) in net.NamedParameters())
            {
                found[name] = tensor.Grad!.ToArray<float>();
            }

            foreach (var (name, tensor) in net.NamedBuffers())
            {
                found[name] = tensor.ToArray<float>();
            }

            return found;
        }
    }

    [Fact]
    public void Segments_nest_and_take_several_inputs_and_give_several_outputs()
    {
        using var scope = TensorScope.Open();
        using var net = new Sequential(_blocks);
        var a = Ops.Randn([2, 3, 6, 6]);
        var b = Ops.Randn([2, 8, 6, 6]);
        a.RequiresGrad = b.RequiresGrad = true;
        net.Eval();
        Tensor[] Inner(Tensor[] x) => [_blocks[0].Forward(x[0]).Mul(x[1]), x[1].Relu(), x[0].Argmax(1)];
        Tensor[] Outer(Tensor[] x)
        {
            var y = ActivationCheckpoint.Run(_blocks[0], Inner, x);
            return [ActivationCheckpoint.Run(_blocks[1], y[0]).Add(y[1]), y[1], y[2]];
        }

        var expected = Inner([a, b]);
        _blocks[1].Forward(expected[0]).Add(expected[1]).Square().Sum().Backward();
        var (wantedA, wantedB, wantedWeight) = (a.Grad!.ToArray<float>(), b.Grad!.ToArray<float>(), Weight().Grad!.ToArray<float>());
        a.Grad = b.Grad = null;
        net.ZeroGrad();
        var outputs = ActivationCheckpoint.Run(net, Outer, a, b);
        Assert.Equal(DType.Int64, outputs[2].DType);
        Assert.False(outputs[2].RequiresGrad);
        outputs[0].Square().Sum().Backward();

        Close.To(wantedA, a.Grad!.ToArray<float>());
        Close.To(wantedB, b.Grad!.ToArray<float>());
        Close.To(wantedWeight, Weight().Grad!.ToArray<float>());
        Tensor Weight() => _blocks[0].NamedParameters()[0].Tensor;
    }

    [Fact]
    public void Peak_memory_is_that_of_one_segment_and_the_inputs_of_all()
    {
        Assert.True(HostMemory.KeepFreed());
        using var net = new Sequential([.. Enumerable.Range(0, 8)
            .Select(_ => (Layer)new Sequential(new Conv2d(8, 8, 3, padding: 1), new BatchNorm2d(8), new ReLU(), new GELU()))]);
        using var x = Ops.Randn([1, 8, 128, 128]);
        var bytes = 4 * x.Count;
        var plain = Peak((layer, y) => layer.Forward(y));
        var checkpointed = Peak(ActivationCheckpoint.Run);

        // Eight segments of four tensors each against eight inputs, four tensors and the gradients that are under way.
        Assert.True(plain > 24 * bytes, $"{plain} bytes without checkpointing");
        Assert.True(checkpointed < 0.6 * plain, $"{checkpointed} bytes with checkpointing, {plain} without");

        long Peak(Func<Layer, Tensor, Tensor> run)
        {
            using var scope = TensorScope.Open();
            var before = HostMemory.TensorBytes.Live;
            HostMemory.ResetPeak();
            var y = x;
            for (var k = 0; k < net.Count; k++)
            {
                y = run(net[k], y);
            }

            y.Sum().Backward();
            net.ZeroGrad();
            return HostMemory.TensorBytes.Peak - before;
        }
    }

    [Fact]
    public void An_exception_of_the_segment_passes_through_both_passes_unchanged()
    {
        using var scope = TensorScope.Open();
        using var net = new Sequential(_blocks);
        var x = Ops.Randn([2, 3, 6, 6]);
        Assert.Throws<FormatException>(() => ActivationCheckpoint.Run(net, Tensor (_) => throw new FormatException("first"), x));
        var y = ActivationCheckpoint.Run(
            net, z => ActivationCheckpoint.IsRecomputing ? throw new FormatException("second") : net.Forward(z), x);
        var thrown = Assert.Throws<FormatException>(() => y.Sum().Backward());
        Assert.Equal("second", thrown.Message);
        Assert.False(ActivationCheckpoint.IsRecomputing);

        var mistaken = ActivationCheckpoint.Run(net, z => ActivationCheckpoint.IsRecomputing ? z.Matmul(z.Flatten()) : net.Forward(z), x);
        Assert.Throws<TensorException>(() => mistaken.Sum().Backward());
        var changed = ActivationCheckpoint.Run(net, z => ActivationCheckpoint.IsRecomputing ? z.MaxPool2d([2, 2]) : net.Forward(z), x);
        Assert.Contains("computed again", Assert.Throws<InvalidOperationException>(() => changed.Sum().Backward()).Message);
    }

    [Fact]
    public void What_would_give_wrong_gradients_is_refused()
    {
        using var scope = TensorScope.Open();
        using var net = new Sequential(_blocks);
        var x = Ops.Randn([2, 3, 6, 6]);
        Assert.Contains("input 0", Assert.Throws<InvalidOperationException>(
            () => ActivationCheckpoint.Run(net, z => net.Forward(z.ReluInPlace()), x)).Message);

        var later = ActivationCheckpoint.Run(net, x);
        x.AddInPlace(1);
        Assert.Contains("inplace", Assert.Throws<TensorException>(() => later.Sum().Backward()).Message);

        var twice = ActivationCheckpoint.Run(net, x).Sum();
        Assert.Contains("differentiated twice", Assert.Throws<TensorException>(() => twice.Backward(createGraph: true)).Message);

        var stepped = ActivationCheckpoint.Run(net, x).Sum();
        using (Autograd.NoGrad())
        {
            _blocks[0].NamedParameters()[0].Tensor.AddInPlace(1);
        }

        Assert.Contains("inplace", Assert.Throws<TensorException>(() => stepped.Backward()).Message);
    }

    [Fact]
    public void Without_recording_the_segment_runs_once_and_plainly()
    {
        using var scope = TensorScope.Open();
        using var net = new Sequential(_blocks);
        var calls = 0;
        Tensor Count(Tensor z)
        {
            calls++;
            return net.Forward(z);
        }

        using (Autograd.NoGrad())
        {
            Assert.False(ActivationCheckpoint.Run(net, Count, Ops.Randn([2, 3, 6, 6])).RequiresGrad);
        }

        net.RequireGradients(false);
        Assert.False(ActivationCheckpoint.Run(net, Count, Ops.Randn([2, 3, 6, 6])).RequiresGrad);
        Assert.Equal(2, calls);
    }

    [Fact]
    public void A_graph_that_is_kept_gives_its_gradients_again_and_one_that_is_dropped_leaves_nothing()
    {
        using var scope = TensorScope.Open();
        using var net = new Sequential(_blocks);
        Assert.True(HostMemory.KeepFreed());
        net.Eval();
        var x = Ops.Randn([2, 3, 6, 6]);
        x.RequiresGrad = true;
        var sum = ActivationCheckpoint.Run(net, x).Sum();
        var first = Autograd.Gradients(sum, [x], retainGraph: true)[0]!;
        Assert.Equal(first.ToArray<float>(), Autograd.Gradients(sum, [x])[0]!.ToArray<float>());

        ActivationCheckpoint.Run(net, x).Dispose();
        var live = HostMemory.TensorBytes.Live;
        for (var k = 0; k < 20; k++)
        {
            using var inner = TensorScope.Open();
            ActivationCheckpoint.Run(net, Ops.Randn([2, 3, 64, 64]));
        }

        Assert.Equal(live, HostMemory.TensorBytes.Live);
    }

    private static Sequential Block(int inputs, int outputs) =>
        new(new Conv2d(inputs, outputs, 3, padding: 1), new BatchNorm2d(outputs), new ReLU(inPlace: true), new Dropout(0.3));
}
