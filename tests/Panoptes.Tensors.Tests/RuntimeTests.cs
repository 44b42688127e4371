using Panoptes.Foundation;
using Panoptes.Tensors.Native;

namespace Panoptes.Tensors.Tests;

public sealed class RuntimeTests
{
    [Fact]
    public void Autocast_runs_products_in_bfloat16_near_the_full_result_and_ends_with_its_region()
    {
        using var scope = TensorScope.Open();
        Randomness.Seed(5);
        var x = Ops.Randn([2, 8, 6, 6]);
        var w = Ops.Randn([4, 8, 3, 3]);
        w.RequiresGrad = true;
        var full = x.Conv2d(w);
        using (Autocast.Enter(Device.Cpu, DType.BFloat16))
        {
            Assert.True(Autocast.IsEnabled(Device.Cpu));
            var low = x.Conv2d(w);
            Assert.Equal(DType.BFloat16, low.DType);
            Close.To(full.ToArray<float>(), low.ToArray<float>(), 0.1);
            using (Autocast.Suspend(Device.Cpu))
            {
                Assert.Equal(DType.Float32, x.Conv2d(w).DType);
            }

            Assert.Equal(DType.BFloat16, x.Conv2d(w).DType);
            low.To(DType.Float32).Sum().Backward();
        }

        Assert.False(Autocast.IsEnabled(Device.Cpu));
        Assert.Equal(DType.Float32, x.Conv2d(w).DType);
        Assert.Equal(DType.Float32, w.Grad!.DType);
        Assert.Throws<ArgumentException>(() => Autocast.Enter(Device.Cpu, DType.Float16));
    }

    [Fact]
    public void Weights_changed_between_two_autocast_regions_are_cast_anew()
    {
        using var scope = TensorScope.Open();
        var x = Tensor.Ones([1, 4]);
        var w = Tensor.Ones([1, 4]);
        w.RequiresGrad = true;
        for (var k = 1; k < 4; k++)
        {
            using (Autocast.Enter(Device.Cpu, DType.BFloat16))
            {
                Assert.Equal(4.0 * k, x.Linear(w).To(DType.Float32).Item());
            }

            using var noGrad = Autograd.NoGrad();
            w.AddInPlace(1);
        }
    }

    [Fact]
    public void A_restored_generator_state_draws_the_same_dropout_mask()
    {
        using var scope = TensorScope.Open();
        Randomness.Seed(11);
        var x = Tensor.Ones([1000]);
        x.Dropout(0.5, true);
        var state = Randomness.GetState(Device.Cpu);
        var first = x.Dropout(0.5, true).ToArray<float>();
        var other = x.Dropout(0.5, true).ToArray<float>();
        Randomness.SetState(Device.Cpu, state);
        Assert.Equal(first, x.Dropout(0.5, true).ToArray<float>());
        Assert.Equal(other, x.Dropout(0.5, true).ToArray<float>());
        Assert.NotEqual(first, other);
        Assert.Throws<TensorException>(() => Randomness.SetState(Device.Cpu, [1, 2, 3]));
    }

    [Fact]
    public void A_generator_of_its_own_repeats_its_draws_and_leaves_the_default_one_alone()
    {
        using var scope = TensorScope.Open();
        Randomness.Seed(2);
        var untouched = Randomness.GetState(Device.Cpu);
        using var one = new Generator(42);
        using var two = new Generator(42);
        var state = one.GetState();
        var first = Ops.Rand([5], one).ToArray<float>();
        Assert.Equal(first, Ops.Rand([5], two).ToArray<float>());
        one.SetState(state);
        Assert.Equal(first, Ops.Rand([5], one).ToArray<float>());
        Assert.Equal(untouched, Randomness.GetState(Device.Cpu));
    }

    [Fact]
    public void The_thread_count_is_what_was_set_and_must_be_positive()
    {
        var before = Threads.Count;
        try
        {
            Threads.Count = 1;
            Assert.Equal(1, Threads.Count);
            Assert.Throws<TensorException>(() => Threads.Count = 0);
        }
        finally
        {
            Threads.Count = before;
        }

        Assert.True(Threads.BetweenOperators >= 1);
    }

    [Fact]
    public void Denormals_can_be_flushed_and_kept()
    {
        using var scope = TensorScope.Open();
        var tiny = Tensor.From<float>([1e-39f], 1);
        try
        {
            Assert.True(Libtorch.FlushDenormals(true));
            Assert.Equal(0, (tiny * 0.5).Item());
        }
        finally
        {
            Libtorch.FlushDenormals(false);
        }

        Assert.NotEqual(0, (tiny * 0.5).Item());
    }

    [Fact]
    public void The_library_tells_its_version_and_build()
    {
        Assert.Matches(@"^\d+\.\d+\.\d+", Libtorch.Version);
        Assert.Contains("PyTorch built with", Libtorch.BuildConfiguration);
        Assert.Contains("get_num_threads", Libtorch.ParallelConfiguration);
        Assert.EndsWith(".so", Libtorch.BridgePath);
        Assert.Null(Libtorch.OperatorSchema("aten::no_such_operator"));
    }

    [Fact]
    public void Without_a_gpu_cuda_says_so_instead_of_failing_oddly()
    {
        if (Cuda.IsAvailable)
        {
            Cuda.Synchronize();
            return;
        }

        Assert.Equal(0, Cuda.DeviceCount);
        Assert.Contains("no CUDA device", Assert.Throws<TensorException>(() => Cuda.Synchronize()).Message);
        Assert.Contains("no CUDA device", Assert.Throws<TensorException>(() => Cuda.CurrentDevice = 0).Message);
        Assert.Throws<TensorException>(() => Tensor.Zeros([1], device: Device.Cuda(0)));
        Assert.Contains("no CUDA device", Assert.Throws<TensorException>(() => Cuda.UseOwnStream()).Message);
        Assert.Contains(
            "no CUDA device", Assert.Throws<TensorException>(() => CudaGraph.Record(() => Assert.Fail("nothing can be recorded"))).Message);
        Cuda.EmptyCache();
    }

    [Fact]
    public void A_bridge_that_is_named_but_missing_is_an_error_that_names_it()
    {
        var before = Environment.GetEnvironmentVariable("PANOPTES_BRIDGE");
        try
        {
            Environment.SetEnvironmentVariable("PANOPTES_BRIDGE", "/nowhere/libpanoptes_bridge.so");
            Assert.Contains("/nowhere/libpanoptes_bridge.so", Assert.Throws<InputException>(() => BridgeLibrary.Find()).Message);
        }
        finally
        {
            Environment.SetEnvironmentVariable("PANOPTES_BRIDGE", before);
        }
    }
}
