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
    }
}
