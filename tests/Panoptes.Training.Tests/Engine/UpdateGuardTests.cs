using Panoptes.Tensors;
using Panoptes.Tensors.Optimizers;
using Panoptes.Training.Engine;

namespace Panoptes.Training.Tests.Engine;

public sealed class UpdateGuardTests
{
    [Fact]
    public void What_is_not_finite_once_stops_every_later_update()
    {
        using var scope = TensorScope.Open();
        using var guard = new UpdateGuard(Device.Cpu, null, null);
        Assert.Equal([false, true, true, true], new[] { (1.0, 2f), (double.NaN, 2f), (1.0, 2f), (1.0, float.PositiveInfinity) }
            .Select(step => Judge(guard, step.Item1, step.Item2).Skipped));
    }

    [Fact]
    public void Half_precision_leaves_one_update_out_where_the_scaled_gradient_overflows()
    {
        using var scope = TensorScope.Open();
        using var scaler = new LossScaler(Device.Cpu, 4);
        using var guard = new UpdateGuard(Device.Cpu, null, scaler);
        var gradient = Tensor.Full([2], 8);
        var (_, numbers) = guard.CheckAndClip(Losses(1), [gradient]);
        Assert.Equal([2f, 2f], gradient.ToArray<float>());
        Assert.Equal(Math.Sqrt(8), numbers.ToArray<double>()[1], 1e-6);
        var overflow = Judge(guard, 1, float.PositiveInfinity);
        Assert.Equal((true, false), (overflow.Skipped, overflow.Fatal));
        Assert.Equal(2, scaler.Scale.Item());
        Assert.False(Judge(guard, 1, 1).Skipped);
    }

    [Fact]
    public void Half_precision_stops_where_the_loss_is_not_finite_or_the_scale_can_fall_no_further()
    {
        using var scope = TensorScope.Open();
        using var scaler = new LossScaler(Device.Cpu, 1);
        using (var guard = new UpdateGuard(Device.Cpu, null, scaler))
        {
            Assert.True(Judge(guard, 1, float.NaN).Fatal);
            Assert.True(Judge(guard, 1, 1).Skipped);
        }

        scaler.Load(1024, 0);
        using var another = new UpdateGuard(Device.Cpu, null, scaler);
        Assert.True(Judge(another, double.PositiveInfinity, 1).Fatal);
    }

    [Fact]
    public void Elements_of_gradients_are_clipped_each_after_they_are_unscaled()
    {
        using var scope = TensorScope.Open();
        foreach (var scale in (double[])[1, 512])
        {
            using var scaler = new LossScaler(Device.Cpu, scale);
            using var guard = new UpdateGuard(Device.Cpu, null, scale == 1 ? null : scaler, clipValue: 5);
            var gradient = Tensor.From([3f, -40, 5, 6], 4) * scale;
            var (_, numbers) = guard.CheckAndClip(Losses(1), [gradient]);
            Assert.Equal([3f, -5, 5, 5], gradient.ToArray<float>());
            Assert.Equal(Math.Sqrt(9 + 1600 + 25 + 36), numbers.ToArray<double>()[1], 1e-4);
        }
    }

    [Theory]
    [InlineData(1.0, 3f, 0.6f)]
    [InlineData(10.0, 3f, 3f)]
    public void Gradients_are_clipped_together_after_they_are_unscaled(double most, float first, float expected)
    {
        using var scope = TensorScope.Open();
        foreach (var scale in (double[])[1, 512])
        {
            using var scaler = new LossScaler(Device.Cpu, scale);
            using var guard = new UpdateGuard(Device.Cpu, most, scale == 1 ? null : scaler);
            Tensor[] gradients = [Tensor.Full([1], first * scale), Tensor.Full([1], 4 * scale)];
            var (_, numbers) = guard.CheckAndClip(Losses(1), gradients);
            Assert.Equal(expected, gradients[0].ToArray<float>()[0], 1e-5f);
            Assert.Equal(5, numbers.ToArray<double>()[1], 1e-5);
        }
    }

    private static Tensor Losses(double value) => Tensor.From<double>([value], 1);

    private static (bool Skipped, bool Fatal) Judge(UpdateGuard guard, double loss, float gradient)
    {
        var (skip, numbers) = guard.CheckAndClip(Losses(loss), [Tensor.Full([2], gradient)]);
        return (skip.Item() != 0, numbers.ToArray<double>()[2] != 0);
    }
}
