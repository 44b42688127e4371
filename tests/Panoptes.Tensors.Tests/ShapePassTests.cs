using Panoptes.Tensors.Modules;

namespace Panoptes.Tensors.Tests;

/// <summary>Shapes and costs without products.</summary>
public sealed class ShapePassTests
{
    public static TheoryData<string> Products =>
        ["conv", "depthwise", "dilated", "linear", "matmul", "broadcast", "vector", "bmm", "addmm", "attention"];

    [Theory]
    [MemberData(nameof(Products))]
    public void Every_product_has_the_shape_that_libtorch_gives_it(string which)
    {
        using var scope = TensorScope.Open();
        using var noGrad = Autograd.NoGrad();
        var real = Compute(which).Shape.ToArray();
        using var pass = ShapePass.Open();
        var shape = Compute(which);
        Assert.Equal(real, shape.Shape.ToArray());
        Assert.True(pass.MultiplyAdds > 0);
        Assert.All(shape.ToArray<float>(), value => Assert.Equal(0, value));
    }

    [Fact]
    public void Multiply_adds_are_counted_one_each()
    {
        using var scope = TensorScope.Open();
        using var layer = new Conv2d(3, 8, 3, 2, 1);
        using var linear = new Linear(8, 5);
        var image = Tensor.Zeros([2, 3, 9, 9]);
        using var pass = ShapePass.Open();
        var features = layer.Forward(image);
        Assert.Equal(2 * 8 * 5 * 5 * 27, pass.MultiplyAdds);
        linear.Forward(features.Flatten(2).Transpose(1, 2));
        Assert.Equal((2 * 8 * 5 * 5 * 27) + (2 * 25 * 5 * 8), pass.MultiplyAdds);
    }

    [Fact]
    public void Memory_is_that_of_results_which_are_no_views_and_the_peak_forgets_what_is_freed()
    {
        using var scope = TensorScope.Open();
        var x = Tensor.Zeros([256]);
        using var pass = ShapePass.Open();
        using (var y = x + 1.0)
        {
            using var view = y.Reshape([16, 16]);
            using var part = view.Narrow(0, 4, 2);
            Assert.Equal(1024, pass.ResultBytes);
        }

        using var z = x + 2.0;
        Assert.Equal((2048L, 1024L), (pass.ResultBytes, pass.PeakBytes));
    }

    [Fact]
    public void After_a_pass_products_are_computed_again_and_only_one_pass_is_open_on_a_thread()
    {
        using var scope = TensorScope.Open();
        var ones = Tensor.Ones([2, 2]);
        using (ShapePass.Open())
        {
            Assert.Equal(0, ones.Matmul(ones).Sum().Item());
            Assert.Throws<InvalidOperationException>(ShapePass.Open);
            var elsewhere = 0.0;
            var thread = new Thread(() =>
            {
                using var inner = TensorScope.Open();
                elsewhere = Tensor.Ones([2, 2]).Matmul(Tensor.Ones([2, 2])).Sum().Item();
            });
            thread.Start();
            thread.Join();
            Assert.Equal(8, elsewhere);
        }

        Assert.Equal(8, ones.Matmul(ones).Sum().Item());
    }

    private static Tensor Compute(string which) => which switch
    {
        "conv" => Tensor.Ones([2, 4, 11, 13]).Conv2d(Tensor.Ones([6, 2, 3, 5]), null, [2, 1], [1, 2], [1, 1], 2),
        "depthwise" => Tensor.Ones([1, 4, 9, 9]).Conv2d(Tensor.Ones([4, 1, 1, 7]), null, [1], [0, 3], [1], 4),
        "dilated" => Tensor.Ones([1, 4, 9, 9]).DepthwiseConv2d(Tensor.Ones([4, 1, 3, 3]), null, [2, 2], [2, 2]),
        "linear" => Tensor.Ones([2, 7, 5]).Linear(Tensor.Ones([3, 5])),
        "matmul" => Tensor.Ones([3, 4]).Matmul(Tensor.Ones([4, 5])),
        "broadcast" => Tensor.Ones([2, 1, 3, 4]).Matmul(Tensor.Ones([5, 4, 6])),
        "vector" => Tensor.Ones([2, 3, 4]).Matmul(Tensor.Ones([4])),
        "bmm" => Tensor.Ones([2, 3, 4]).Bmm(Tensor.Ones([2, 4, 6])),
        "addmm" => Tensor.Ones([3, 6]).Addmm(Tensor.Ones([3, 4]), Tensor.Ones([4, 6])),
        _ => Attention.ScaledDotProduct(Tensor.Ones([2, 2, 5, 4]), Tensor.Ones([2, 2, 7, 4]), Tensor.Ones([2, 2, 7, 3])),
    };
}
