using Panoptes.Models.Layers;
using Panoptes.Tensors;

namespace Panoptes.Models.Tests.Layers;

public sealed class MatrixFactorizationTests
{
    private const int Channels = 6;
    private const int Rank = 3;

    [Theory]
    [InlineData(true, 6)]
    [InlineData(false, 7)]
    public void It_is_the_multiplicative_updates_written_out(bool isTraining, int steps)
    {
        using var scope = TensorScope.Open();
        using var layer = new MatrixFactorization(Channels, Rank, 0);
        layer.Train(isTraining);
        var x = Ops.Rand([1, Channels, 4, 5]);
        var bases = Ops.Rand([1, Channels, Rank]);
        layer.GivenBases = bases;
        var expected = Naive(Matrix(x.View([Channels, 20])), Matrix(bases.View([Channels, Rank])), steps);
        var actual = Matrix(layer.Forward(x).Reshape([Channels, 20]));
        for (var d = 0; d < Channels; d++)
        {
            for (var l = 0; l < 20; l++)
            {
                Assert.Equal(expected[d, l], actual[d, l], 1e-5);
            }
        }
    }

    [Fact]
    public void A_map_that_few_bases_can_express_is_nearly_reproduced_and_noise_is_not()
    {
        using var scope = TensorScope.Open();
        Randomness.Seed(4);
        using var layer = new MatrixFactorization(32, 4, 1);
        layer.Eval();
        double Error(Tensor x) => ((layer.Forward(x) - x).Square().Sum() / x.Square().Sum()).Sqrt().Item();
        var expressible = Ops.Rand([1, 32, 2]).Matmul(Ops.Rand([1, 2, 15])).View([1, 32, 3, 5]);
        var noise = Ops.Rand([1, 32, 3, 5]);
        Assert.True(Error(expressible) < 0.2, $"{Error(expressible)}");
        Assert.True(Error(noise) > 1.5 * Error(expressible), $"{Error(noise)}");
    }

    [Fact]
    public void In_evaluation_an_image_gets_the_same_whatever_the_batch_and_whatever_was_drawn_before()
    {
        using var scope = TensorScope.Open();
        using var layer = new MatrixFactorization(Channels, Rank, 5);
        using var twin = new MatrixFactorization(Channels, Rank, 5);
        using var other = new MatrixFactorization(Channels, Rank, 6);
        var x = Ops.Rand([3, Channels, 4, 5]);
        float[] Evaluate(MatrixFactorization one, Tensor images)
        {
            one.Eval();
            return one.Forward(images).Narrow(0, images.Size(0) - 1, 1).ToArray<float>();
        }

        var state = Randomness.GetState(Device.Cpu);
        var first = Evaluate(layer, x);
        Assert.Equal(state, Randomness.GetState(Device.Cpu));
        Assert.Equal(first, Evaluate(layer, x));
        Assert.Equal(first, Evaluate(twin, x));
        Assert.All(first.Zip(Evaluate(layer, x.Narrow(0, 2, 1))), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
        Assert.NotEqual(first, Evaluate(other, x));
    }

    [Fact]
    public void In_training_the_default_generator_draws_the_bases()
    {
        using var scope = TensorScope.Open();
        using var layer = new MatrixFactorization(Channels, Rank, 5);
        var x = Ops.Rand([2, Channels, 4, 5]);
        float[] Draw(long seed)
        {
            Randomness.Seed(seed);
            return layer.Forward(x).ToArray<float>();
        }

        Assert.Equal(Draw(1), Draw(1));
        Assert.NotEqual(Draw(1), Draw(2));
    }

    [Fact]
    public void Gradients_flow_through_every_update()
    {
        using var scope = TensorScope.Open();
        using var layer = new MatrixFactorization(Channels, Rank, 0);
        layer.Eval();
        layer.GivenBases = Ops.Rand([1, Channels, Rank]);
        var x = Ops.Rand([1, Channels, 3, 4]) + 0.1;
        x.RequiresGrad = true;
        var probe = Ops.Randn([1, Channels, 3, 4]);
        var direction = Ops.Randn([1, Channels, 3, 4]);
        (layer.Forward(x) * probe).Sum().Backward();
        var slope = (x.Grad! * direction).Sum().Item();
        using var noGrad = Autograd.NoGrad();
        const double Step = 1e-2;
        double Value(double at) => (layer.Forward(x + (direction * at)) * probe).Sum().Item();
        var measured = (Value(Step) - Value(-Step)) / (2 * Step);
        Assert.Equal(measured, slope, 0.02 * Math.Max(1, Math.Abs(slope)));
    }

    [Theory]
    [InlineData(DType.Float64, 1e-5)]
    [InlineData(DType.BFloat16, 2e-2)]
    public void Other_precisions_come_back_as_they_went_in(DType dtype, double tolerance)
    {
        using var scope = TensorScope.Open();
        using var layer = new MatrixFactorization(Channels, Rank, 5);
        layer.Eval();
        var x = Ops.Rand([1, Channels, 4, 5]).To(dtype);
        var result = layer.Forward(x);
        Assert.Equal(dtype, result.DType);
        Assert.InRange((result.To(DType.Float32) - layer.Forward(x.To(DType.Float32))).Abs().Max().Item(), 0, tolerance);
    }

    [Fact]
    public void Bases_are_no_part_of_the_saved_state()
    {
        using var layer = new MatrixFactorization(Channels, Rank, 0);
        Assert.Empty(layer.StateDict());
    }

    private static double[,] Naive(double[,] x, double[,] bases, int steps)
    {
        var b = (double[,])bases.Clone();
        for (var r = 0; r < Rank; r++)
        {
            var norm = Math.Sqrt(Enumerable.Range(0, Channels).Sum(d => bases[d, r] * bases[d, r]));
            for (var d = 0; d < Channels; d++)
            {
                b[d, r] /= norm;
            }
        }

        var c = Product(Transposed(x), b);
        for (var l = 0; l < c.GetLength(0); l++)
        {
            var sum = Enumerable.Range(0, Rank).Sum(r => Math.Exp(c[l, r]));
            for (var r = 0; r < Rank; r++)
            {
                c[l, r] = Math.Exp(c[l, r]) / sum;
            }
        }

        for (var step = 0; step < steps; step++)
        {
            c = Updated(c, Product(Transposed(x), b), Product(c, Product(Transposed(b), b)));
            b = Updated(b, Product(x, c), Product(b, Product(Transposed(c), c)));
        }

        c = Updated(c, Product(Transposed(x), b), Product(c, Product(Transposed(b), b)));
        return Product(b, Transposed(c));
    }

    private static double[,] Updated(double[,] factor, double[,] numerator, double[,] denominator)
    {
        var result = (double[,])factor.Clone();
        for (var i = 0; i < factor.GetLength(0); i++)
        {
            for (var j = 0; j < factor.GetLength(1); j++)
            {
                result[i, j] *= numerator[i, j] / (denominator[i, j] + 1e-6);
            }
        }

        return result;
    }

    private static double[,] Product(double[,] left, double[,] right)
    {
        var result = new double[left.GetLength(0), right.GetLength(1)];
        for (var i = 0; i < result.GetLength(0); i++)
        {
            for (var j = 0; j < result.GetLength(1); j++)
            {
                for (var k = 0; k < left.GetLength(1); k++)
                {
                    result[i, j] += left[i, k] * right[k, j];
                }
            }
        }

        return result;
    }

    private static double[,] Transposed(double[,] matrix)
    {
        var result = new double[matrix.GetLength(1), matrix.GetLength(0)];
        for (var i = 0; i < result.GetLength(0); i++)
        {
            for (var j = 0; j < result.GetLength(1); j++)
            {
                result[i, j] = matrix[j, i];
            }
        }

        return result;
    }

    private static double[,] Matrix(Tensor tensor)
    {
        var values = tensor.ToArray<double>();
        var result = new double[tensor.Size(0), tensor.Size(1)];
        Buffer.BlockCopy(values, 0, result, 0, values.Length * sizeof(double));
        return result;
    }
}
