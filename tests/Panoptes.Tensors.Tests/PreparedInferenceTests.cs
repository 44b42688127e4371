using Panoptes.Tensors.Modules;

namespace Panoptes.Tensors.Tests;

public sealed class PreparedInferenceTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Evaluation_gives_the_same_to_rounding_and_training_is_untouched(bool channelsLast)
    {
        using var scope = TensorScope.Open();
        Randomness.Seed(5);
        using var net = Net();
        if (channelsLast)
        {
            net.ToMemoryFormat(MemoryFormat.ChannelsLast);
        }

        var x = Ops.Randn([2, 3, 14, 11]);
        for (var k = 0; k < 3; k++)
        {
            net.Forward(x);
        }

        var state = net.StateDict().Select(entry => entry.Tensor.ToArray<float>()).ToList();
        net.Eval();
        var expected = net.Forward(x).ToArray<float>();
        using (net.PrepareInference())
        {
            var actual = net.Forward(x).ToArray<float>();
            Close.To(expected, actual, 2e-6);
            Assert.NotEqual(expected, actual);
            Assert.Equal(state, net.StateDict().Select(entry => entry.Tensor.ToArray<float>()));
            Assert.Throws<InvalidOperationException>(net.PrepareInference);

            net.Train();
            var y = net.Forward(x);
            y.Sum().Backward();
            Assert.All(net.NamedParameters(), entry => Assert.NotNull(entry.Tensor.Grad));
            net.LoadStateDict(net.StateDict()
                .Zip(state, (entry, values) => (entry.Name, Tensor.From(values, entry.Tensor.Shape).To(entry.Tensor.DType))));
            net.Eval();
        }

        Assert.Equal(expected, net.Forward(x).ToArray<float>());
    }

    [Fact]
    public void A_preparation_leaves_nothing_behind()
    {
        var before = TensorScope.LiveTensors;
        using (var net = Net())
        {
            var own = TensorScope.LiveTensors;
            net.PrepareInference().Dispose();
            Assert.Equal(own, TensorScope.LiveTensors);
            _ = net.PrepareInference();
        }

        Assert.Equal(before, TensorScope.LiveTensors);
    }

    [Fact]
    public void A_normalization_that_follows_no_convolution_stays()
    {
        using var scope = TensorScope.Open();
        using var net = new Sequential(new BatchNorm2d(3), new Conv2d(3, 4, 1), new GELU(), new BatchNorm2d(4));
        Initialize.Uniform(net.NamedBuffers()[1].Tensor, 1, 3);
        net.Eval();
        var x = Ops.Randn([1, 3, 5, 5]);
        var expected = net.Forward(x).ToArray<float>();
        using var prepared = net.PrepareInference();
        Assert.Equal(expected, net.Forward(x).ToArray<float>());
    }

    [Theory]
    [InlineData(new long[] { 70 }, 70, 5)]
    [InlineData(new long[] { 2, 3, 8 }, 8, 49)]
    [InlineData(new long[] { 0, 16 }, 16, 20)]
    [InlineData(new long[] { 4, 3 }, 3, 2)]
    public void Linear_layers_give_the_same_to_rounding_rectified_and_not(long[] shape, long inputs, long outputs)
    {
        using var scope = TensorScope.Open();
        using var noGrad = Autograd.NoGrad();
        Randomness.Seed(9);
        using var layer = new Linear(inputs, outputs);
        layer.Eval();
        var x = Ops.Randn(shape);
        foreach (var rectifier in Enum.GetValues<Rectifier>())
        {
            var expected = layer.Forward(x, rectifier);
            using (layer.PrepareInference())
            {
                var prepared = layer.Forward(x, rectifier);
                Assert.Equal(expected.Shape, prepared.Shape);
                Close.To(expected.ToArray<float>(), prepared.ToArray<float>());
            }

            Assert.Equal(expected.ToArray<float>(), layer.Forward(x, rectifier).ToArray<float>());
        }
    }

    private static Sequential Net() => new(
        new Conv2d(3, 20, 3, stride: 2, padding: 1, bias: false), new BatchNorm2d(20), new ReLU6(inPlace: true),
        new Sequential(new Conv2d(20, 20, 3, padding: 1, groups: 20), new BatchNorm2d(20), new ReLU(inPlace: true)),
        new Conv2d(20, 6, 1), new BatchNorm2d(6));
}
