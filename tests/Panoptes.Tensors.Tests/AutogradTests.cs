using Panoptes.Foundation;

namespace Panoptes.Tensors.Tests;

public sealed class AutogradTests
{
    [Fact]
    public void A_convolution_and_its_gradient_match_numbers_worked_out_by_hand()
    {
        using var scope = TensorScope.Open();
        var image = Tensor.From<float>([1, 2, 3, 4, 5, 6, 7, 8, 9], 1, 1, 3, 3);
        var weight = Tensor.From<float>([1, 0, 0, 1], 1, 1, 2, 2);
        var bias = Tensor.From<float>([0.5f], 1);
        weight.RequiresGrad = true;
        bias.RequiresGrad = true;

        var output = image.Conv2d(weight, bias);
        output.Sum().Backward();

        Assert.Equal([1, 1, 2, 2], output.Shape.ToArray());
        Assert.Equal([6.5f, 8.5f, 12.5f, 14.5f], output.ToArray<float>());
        Assert.Equal([12f, 16f, 24f, 28f], weight.Grad!.ToArray<float>());
        Assert.Equal([4f], bias.Grad!.ToArray<float>());
    }

    public static TheoryData<string> Functions() => [.. s_functions.Keys];

    private static readonly Dictionary<string, (long[] Shape, Func<Tensor, Tensor> Function)> s_functions = new()
    {
        ["convolution, stride 2, dilation 2"] = (
            [1, 2, 7, 7], x => x.Conv2d(Fixed([3, 2, 3, 3]), stride: [2, 2], padding: [1, 1], dilation: [2, 2])),
        ["depthwise convolution"] = ([1, 4, 5, 5], x => x.Conv2d(Fixed([4, 1, 3, 3]), padding: [1, 1], groups: 4)),
        ["transposed convolution"] = ([1, 2, 3, 3], x => x.ConvTranspose2d(Fixed([2, 3, 2, 2]), stride: [2, 2])),
        ["batch normalization"] = ([3, 2, 4, 4], x => x.BatchNorm(Fixed([2]), Fixed([2]), null, null, true, 0.1, 1e-5, true)),
        ["group normalization"] = ([2, 4, 3, 3], x => x.GroupNorm(2, Fixed([4]), Fixed([4]))),
        ["layer normalization"] = ([3, 5], x => x.LayerNorm([5], Fixed([5]), Fixed([5]))),
        ["bilinear up"] = ([1, 2, 3, 4], x => x.UpsampleBilinear2d([7, 9], false)),
        ["bilinear with aligned corners"] = ([1, 2, 3, 4], x => x.UpsampleBilinear2d([7, 9], true)),
        ["adaptive mean"] = ([1, 2, 5, 7], x => x.AdaptiveAvgPool2d([2, 3])),
        ["mean window"] = ([1, 2, 6, 6], x => x.AvgPool2d([3, 3], [2, 2], [1, 1])),
        ["gelu"] = ([9], x => x.Gelu()),
        ["logarithm of softmax"] = ([2, 5], x => x.LogSoftmax(1)),
        ["cross-entropy"] = ([1, 3, 2, 2], x => x.CrossEntropyLoss(
            Tensor.From<long>([0, 2, 255, 1], 1, 2, 2), Tensor.From<double>([1, 2, .5], 3), ignoreIndex: 255)),
        ["sampling on a grid"] = ([1, 2, 4, 4], x => x.GridSampler(Fixed([1, 3, 3, 2]).Mul(0.4), 0, 0, false)),
        ["attention"] = ([2, 3, 4], x => x.Bmm(x.Transpose(1, 2)).Softmax(-1).Bmm(x)),
        ["indices and sums"] = ([4, 3], x => x.IndexSelect(0, Tensor.From<long>([3, 0, 0], 3)).Cumsum(0)),
        ["einsum"] = ([2, 3], x => Ops.Einsum("ij,kj->ik", [x, Fixed([4, 3])])),
    };

    [Theory]
    [MemberData(nameof(Functions))]
    public void Gradients_agree_with_finite_differences(string name)
    {
        using var scope = TensorScope.Open();
        var (shape, function) = s_functions[name];
        Randomness.Seed(7);
        var x = Ops.Randn(shape, DType.Float64);
        x.RequiresGrad = true;
        Tensor? weights = null;
        Loss(x).Backward();
        var analytic = x.Grad!.ToArray<double>();

        using var noGrad = Autograd.NoGrad();
        const double Step = 1e-6;
        var values = x.Data<double>();
        for (var k = 0; k < values.Length; k++)
        {
            var at = values[k];
            values[k] = at + Step;
            var above = Loss(x).Item();
            values[k] = at - Step;
            var below = Loss(x).Item();
            values[k] = at;
            var numeric = (above - below) / (2 * Step);
            Assert.True(
                Math.Abs(numeric - analytic[k]) < 1e-6 * (1 + Math.Abs(numeric)), $"{name}, element {k}: {analytic[k]} against {numeric}");
        }

        Tensor Loss(Tensor input)
        {
            var output = function(input);
            weights ??= Ops.Randn(output.Shape, DType.Float64);
            return (output * weights).Sum();
        }
    }

    [Fact]
    public void Nothing_is_recorded_under_no_grad_and_the_mode_is_restored()
    {
        using var scope = TensorScope.Open();
        var x = Tensor.Ones([2]);
        x.RequiresGrad = true;
        using (Autograd.NoGrad())
        {
            Assert.False((x * 2).RequiresGrad);
            using (Autograd.EnableGrad())
            {
                Assert.True((x * 2).RequiresGrad);
            }

            Assert.False(Autograd.IsEnabled);
        }

        Assert.True((x * 2).RequiresGrad);
        Assert.False((x * 2).IsLeaf);
        Assert.False((x * 2).Detach().RequiresGrad);
    }

    [Fact]
    public void Gradients_accumulate_until_cleared_and_can_be_set()
    {
        using var scope = TensorScope.Open();
        var x = Tensor.Ones([2]);
        x.RequiresGrad = true;
        Assert.Null(x.Grad);
        (x * 3).Sum().Backward();
        (x * 3).Sum().Backward();
        Assert.Equal([6f, 6f], x.Grad!.ToArray<float>());
        x.Grad = null;
        Assert.Null(x.Grad);
        x.Grad = Tensor.Full([2], 5);
        Assert.Equal([5f, 5f], x.Grad!.ToArray<float>());
        Assert.Contains("shape", Assert.Throws<TensorException>(() => x.Grad = Tensor.Ones([3])).Message);
    }

    [Fact]
    public void A_graph_can_be_walked_again_only_when_retained_and_takes_a_gradient_of_the_roots_shape()
    {
        using var scope = TensorScope.Open();
        var x = Tensor.Ones([2]);
        x.RequiresGrad = true;
        var y = x * x;
        y.Backward(Tensor.From<float>([1, 10], 2), retainGraph: true);
        y.Backward(Tensor.From<float>([1, 10], 2));
        Assert.Equal([4f, 40f], x.Grad!.ToArray<float>());
        Assert.Contains("second time", Assert.Throws<TensorException>(() => y.Backward(Tensor.Ones([2]))).Message);
        Assert.Throws<TensorException>(() => (x * 2).Backward());
        Assert.Throws<TensorException>(() => Tensor.Ones([1]).Backward());
    }

    [Fact]
    public void Derivatives_of_derivatives_and_of_unused_inputs()
    {
        using var scope = TensorScope.Open();
        var x = Tensor.From<double>([3], 1);
        var unused = Tensor.From<double>([1], 1);
        x.RequiresGrad = unused.RequiresGrad = true;
        var first = Autograd.Gradients(x.Pow(3).Sum(), [x, unused], createGraph: true);
        Assert.Null(first[1]);
        var second = Autograd.Gradients(first[0]!.Sum(), [x])[0]!;
        Assert.Equal((27, 18), (first[0]!.Item(), second.Item()));
        Assert.Null(x.Grad);
    }

    [Fact]
    public void An_error_names_the_operator_the_shapes_and_the_reason()
    {
        using var scope = TensorScope.Open();
        var image = Tensor.Zeros([2, 3, 8, 8]);
        var weight = Tensor.Zeros([4, 5, 3, 3]);

        var error = Assert.Throws<TensorException>(() => image.Conv2d(weight));

        Assert.Equal("aten::conv2d", error.Operator);
        Assert.Contains("input=Float[2, 3, 8, 8]", error.Arguments);
        Assert.Contains("weight=Float[4, 5, 3, 3]", error.Arguments);
        Assert.Contains("to have 5 channels, but got 3 channels", error.Reason);
        Assert.DoesNotContain("\n", error.Message);
        Assert.False(error.IsOutOfMemory);
    }

    [Fact]
    public void A_request_for_more_memory_than_there_is_says_so()
    {
        using var scope = TensorScope.Open();
        var error = Assert.Throws<TensorException>(() => Tensor.Empty([1L << 50]));
        Assert.True(error.IsOutOfMemory, error.Message);
    }

    private static Tensor Fixed(ReadOnlySpan<long> shape)
    {
        var random = new SeededRandom(shape.Length, shape[0]);
        var count = 1L;
        foreach (var size in shape)
        {
            count *= size;
        }

        return Tensor.From<double>([.. Enumerable.Range(0, (int)count).Select(_ => random.NextNormal())], shape);
    }
}
