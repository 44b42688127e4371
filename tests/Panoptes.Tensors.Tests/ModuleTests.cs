using Panoptes.Tensors.Modules;

namespace Panoptes.Tensors.Tests;

public sealed class ModuleTests
{
    [Fact]
    public void State_names_and_their_order_are_PyTorchs()
    {
        using var net = new Nested();

        // What torch.nn prints for the same module (parameters, then buffers, then children, each module before the next).
        Assert.Equal(
            [
                "scale", "offset", "stem.0.weight", "stem.1.weight", "stem.1.bias", "stem.1.running_mean", "stem.1.running_var",
                "stem.1.num_batches_tracked", "head.conv.weight", "head.conv.bias", "head.norm.weight", "head.norm.bias",
            ],
            net.StateDict().Select(s => s.Name));
        Assert.Equal(
            [
                "scale", "stem.0.weight", "stem.1.weight", "stem.1.bias", "head.conv.weight", "head.conv.bias", "head.norm.weight",
                "head.norm.bias",
            ],
            net.NamedParameters().Select(p => p.Name));
        Assert.Equal(
            ["offset", "cache", "stem.1.running_mean", "stem.1.running_var", "stem.1.num_batches_tracked"],
            net.NamedBuffers().Select(b => b.Name));
        Assert.Equal(["", "stem", "stem.0", "stem.1", "stem.2", "head", "head.conv", "head.norm"], net.NamedModules().Select(m => m.Name));
    }

    [Fact]
    public void The_default_initialization_draws_PyTorchs_numbers()
    {
        Randomness.Seed(0);
        using var conv = new Conv2d(2, 1, 2);
        using var linear = new Linear(3, 1);

        // torch.manual_seed(0); torch.nn.Conv2d(2, 1, 2); torch.nn.Linear(3, 1)
        Assert.Equal(
            [
                -0.0026469905860722065f, 0.18966144323349f, -0.2909903824329376f, -0.26019373536109924f, -0.13617262244224548f,
                0.0948079451918602f, -0.007005016785115004f, 0.28032875061035156f,
            ],
            conv.Weight.ToArray<float>());
        Assert.Equal([-0.03137575834989548f], conv.Bias!.ToArray<float>());
        Assert.Equal([0.1527741253376007f, -0.1744827926158905f, -0.11348707973957062f], linear.Weight.ToArray<float>());
        Assert.Equal([-0.55157071352005f], linear.Bias!.ToArray<float>());
    }

    [Fact]
    public void Batch_normalization_keeps_running_statistics_as_PyTorch_does()
    {
        using var scope = TensorScope.Open();
        using var norm = new BatchNorm2d(1);
        var x = Tensor.From<float>([1, 2, 3, 6], 1, 1, 2, 2);

        var y = norm.Forward(x);

        // Mean 3, biased variance 3.5 in the output, unbiased 14/3 in the running variance.
        Close.To([-1.0690449f, -0.5345225f, 0, 1.6035674f], y.ToArray<float>(), 1e-5);
        Close.To([0.3f], norm.RunningMean.ToArray<float>());
        Close.To([0.9f + (0.1f * 14 / 3)], norm.RunningVariance.ToArray<float>());
        Assert.Equal(1, norm.StateDict()[^1].Tensor.ItemInt64());

        norm.Eval();
        norm.Forward(x);
        Assert.Equal(1, norm.StateDict()[^1].Tensor.ItemInt64());
        Close.To([0.3f], norm.RunningMean.ToArray<float>());
    }

    [Fact]
    public void A_batch_normalization_without_momentum_averages_all_batches_alike()
    {
        using var scope = TensorScope.Open();
        using var norm = new BatchNorm2d(1, momentum: null);
        foreach (var mean in (double[])[1, 2, 6])
        {
            norm.Forward(Tensor.From<float>([-1, 1], 2, 1, 1, 1) + mean);
        }

        Close.To([3f], norm.RunningMean.ToArray<float>());
    }

    [Fact]
    public void A_frozen_batch_normalization_is_the_same_map_in_training_and_evaluation()
    {
        using var scope = TensorScope.Open();
        using var net = new Sequential(new Conv2d(3, 4, 1), new BatchNorm2d(4));
        BatchNorm2d.FreezeAll(net);
        var x = Ops.Randn([2, 3, 4, 4]);
        var training = net.Forward(x).ToArray<float>();
        net.Eval();
        Assert.Equal(training, net.Forward(x).ToArray<float>());
        Assert.Equal(["0.weight", "0.bias"], net.NamedParameters().Where(p => p.Tensor.RequiresGrad).Select(p => p.Name));
    }

    [Fact]
    public void Statistics_of_a_batch_normalization_are_exchanged_as_tensors_and_not_while_they_are_folded()
    {
        using var scope = TensorScope.Open();
        using var net = new Sequential(new Conv2d(3, 4, 1), new BatchNorm2d(4));
        var norm = net.NamedModules().Select(entry => entry.Module).OfType<BatchNorm2d>().Single();
        using var others = norm.Statistics.Copy();
        net.Forward(Ops.Randn([2, 3, 4, 4]));
        var own = norm.Exchange(others);
        Assert.Same(others.Mean, net.NamedBuffers()[0].Tensor);
        Assert.Equal([0f, 0, 0, 0], norm.RunningMean.ToArray<float>());
        Assert.Same(others, norm.Exchange(own));
        Assert.NotEqual([0f, 0, 0, 0], norm.RunningMean.ToArray<float>());
        using var prepared = net.PrepareInference();
        Assert.Throws<InvalidOperationException>(() => norm.Exchange(others));
    }

    [Fact]
    public void One_value_a_channel_cannot_be_normalized_in_training()
    {
        using var scope = TensorScope.Open();
        using var norm = new BatchNorm2d(8);
        var error = Assert.Throws<InvalidOperationException>(() => norm.Forward(Tensor.Ones([1, 8, 1, 1])));
        Assert.Contains("Float32[1, 8, 1, 1]", error.Message);
        norm.Eval();
        norm.Forward(Tensor.Ones([1, 8, 1, 1]));
    }

    [Fact]
    public void Conversions_keep_the_tensor_objects_their_gradients_and_the_values()
    {
        using var scope = TensorScope.Open();
        Randomness.Seed(4);
        using var net = new Sequential(new Conv2d(3, 8, 3), new BatchNorm2d(8), new ReLU());
        net.Eval();
        var x = Ops.Randn([1, 3, 8, 8]);
        var before = net.Forward(x).ToArray<float>();
        net.Forward(x).Sum().Backward();
        var weight = net.NamedParameters()[0].Tensor;
        var gradient = weight.Grad!.ToArray<float>();

        net.ToMemoryFormat(MemoryFormat.ChannelsLast);
        Assert.Same(weight, net.NamedParameters()[0].Tensor);
        Assert.True(weight.IsContiguousAs(MemoryFormat.ChannelsLast));
        Assert.True(weight.RequiresGrad && weight.IsLeaf);
        Assert.Equal(gradient, weight.Grad!.ToArray<float>());
        Close.To(before, net.Forward(x.ToMemoryFormat(MemoryFormat.ChannelsLast)).ToArray<float>());

        net.To(DType.Float64);
        Assert.Equal(DType.Float64, weight.DType);
        Assert.Equal(DType.Int64, net.StateDict()[^1].Tensor.DType);
        Close.To(before, net.Forward(x.To(DType.Float64)).ToArray<float>());
    }

    [Fact]
    public void A_state_is_loaded_whole_or_not_at_all()
    {
        using var scope = TensorScope.Open();
        using var from = new Nested();
        using var to = new Nested();
        to.LoadStateDict(from.StateDict().Reverse());
        Assert.All(from.StateDict().Zip(to.StateDict()), pair => Assert.True(pair.First.Tensor.Equal(pair.Second.Tensor)));

        var state = from.StateDict().Select(s => (s.Name, s.Tensor.Clone().Add(1))).ToList();
        Assert.Contains("lacks 'stem.0.weight'", Refused([.. state.Where(s => s.Name != "stem.0.weight")]));
        Assert.Contains("no 'extra'", Refused([.. state, ("extra", Tensor.Ones([1]))]));
        Assert.Contains("twice", Refused([.. state, state[0]]));
        Assert.Contains("[7]", Refused([("scale", Tensor.Ones([7])), .. state.Skip(1)]));
        Assert.All(from.StateDict().Zip(to.StateDict()), pair => Assert.True(pair.First.Tensor.Equal(pair.Second.Tensor)));

        string Refused((string, Tensor)[] bad) => Assert.Throws<ArgumentException>(() => to.LoadStateDict(bad)).Message;
    }

    [Fact]
    public void A_disposed_module_frees_its_tensors()
    {
        var before = TensorScope.LiveTensors;
        using (TensorScope.Open())
        {
            using var net = new Nested();
        }

        Assert.Equal(before, TensorScope.LiveTensors);
    }

    [Fact]
    public void Names_with_dots_and_names_taken_are_refused()
    {
        Assert.Contains("dot", Assert.Throws<ArgumentException>(() => new Sequential(("a.b", new ReLU()))).Message);
        Assert.Contains("already", Assert.Throws<ArgumentException>(() => new Sequential(("a", new ReLU()), ("a", new ReLU()))).Message);
    }

    [Fact]
    public void Training_switches_dropout_below_it_and_channels_are_dropped_whole()
    {
        using var scope = TensorScope.Open();
        Randomness.Seed(9);
        using var net = new Sequential(("drop", new Dropout2d(0.5)));
        var x = Tensor.Ones([1, 64, 2, 2]);
        var y = net.Forward(x).ToArray<float>().Chunk(4).ToList();
        Assert.All(y, channel => Assert.True(channel.All(v => v == 0) || channel.All(v => v == 2)));
        Assert.InRange(y.Count(c => c[0] == 0), 16, 48);
        net.Eval();
        Assert.All(net.Forward(x).ToArray<float>(), v => Assert.Equal(1, v));
    }

    private sealed class Nested : Layer
    {
        private readonly Sequential _stem;

        public Nested()
        {
            _stem = Child("stem", new Sequential(new Conv2d(3, 4, 3, bias: false), new BatchNorm2d(4), new ReLU()));
            Parameter("scale", Tensor.Ones([2]));
            Buffer("offset", Tensor.Ones([2]));
            Buffer("cache", Tensor.Ones([2]), persistent: false);
            Child("head", new Sequential(("conv", new Conv2d(4, 2, 1)), ("norm", new GroupNorm(2, 2))));
        }

        public override Tensor Forward(Tensor x) => _stem.Forward(x);
    }
}
