using System.Reflection;
using System.Runtime.InteropServices;
using Panoptes.Tensors.Native;

namespace Panoptes.Tensors.Tests.Native;

/// <summary>
/// Every function of the bridge, called with what it must refuse: null handles, wrong ranks, dtypes, lengths, counts and addresses.
/// </summary>
public sealed unsafe class WrongArgumentsTests : IDisposable
{
    private const int Absent = 99;
    private readonly TensorScope _scope = TensorScope.Open();
    private readonly nint _matrix = Tensor.Ones([2, 3]).Handle;
    private readonly nint _other = Tensor.Ones([3, 2]).Handle;
    private readonly nint _integers = Tensor.Ones([2, 3], DType.Int64).Handle;
    private readonly Dictionary<string, List<Func<bool>>> _refused = [];

    public WrongArgumentsTests()
    {
        Handles();
        Memory();
        Calls();
        Differentiation();
        Optimizers();
        Processes();
        Rest();
    }

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void A_wrong_argument_comes_back_as_an_error_and_never_ends_the_process()
    {
        foreach (var (name, calls) in _refused)
        {
            for (var k = 0; k < calls.Count; k++)
            {
                Assert.True(calls[k](), $"{name}, call {k}, was not refused");
                Assert.NotEqual("", Marshal.PtrToStringUTF8((nint)NativeMethods.ErrorText()));
            }
        }
    }

    [Fact]
    public void Every_function_of_the_bridge_is_among_them_or_takes_nothing_that_can_be_wrong()
    {
        string[] anythingGoes =
        [
            "error_text", "error_call", "error_kind", "free", "release", "share", "grad_mode", "set_grad_mode", "autocast_enter",
            "set_autocast_cache",
            "reset_host_peak", "seed", "generator_release", "version", "threads", "interop_threads", "flush_denormal", "keep_freed_memory",
            "release_kept_memory", "deterministic", "processor_level", "has_onednn", "cudnn_trials", "tf32", "blas_threads",
            "cuda_available",
            "distributed_connections", "store_release", "processes_leave", "reducer_release",
            "cuda_built", "cuda_device_count", "cuda_current_device", "cuda_empty_cache", "cuda_graph_begin",
        ];
        var all = typeof(NativeMethods).GetMethods(BindingFlags.Static | BindingFlags.Public)
            .Select(method => method.GetCustomAttribute<LibraryImportAttribute>()?.EntryPoint).OfType<string>()
            .Select(name => name["panoptes_".Length..]).ToHashSet();
        Assert.True(all.Count > 70);
        Assert.Equal(all.Order(), anythingGoes.Concat(_refused.Keys).Order());
    }

    [Fact]
    public void What_may_be_null_is_nothing_and_a_level_beyond_the_last_is_the_last()
    {
        NativeMethods.Free(null);
        NativeMethods.Release(0);
        NativeMethods.GeneratorRelease(0);
        Assert.Equal(0, NativeMethods.Share(0));
        var level = NativeMethods.ProcessorLevel(-1);
        Assert.InRange(NativeMethods.ProcessorLevel(int.MaxValue), level, 2);
        Assert.Equal(level, NativeMethods.ProcessorLevel(level));
    }

    [Theory]
    [InlineData(1, 64, 64, 64)]
    [InlineData(64, 1, 64, 64)]
    [InlineData(64, 64, 1, 64)]
    [InlineData(64, 64, 64, 1)]
    [InlineData(64, 64, 65, 64)]
    public void A_batch_normalization_takes_no_statistics_or_parameters_of_another_length(long mean, long variance, long weight, long bias)
    {
        var x = Ops.Randn([2, 64, 3, 3]).ToMemoryFormat(MemoryFormat.ChannelsLast);
        Assert.Throws<TensorException>(() => x.BatchNormClamp(
            Tensor.Ones([weight]), Tensor.Zeros([bias]), Tensor.Zeros([mean]), Tensor.Ones([variance]), 0.1, 1e-5, 0,
            double.PositiveInfinity));
    }

    [Fact]
    public void A_running_mean_without_a_variance_is_refused()
    {
        var x = Ops.Randn([2, 4, 3, 3]).ToMemoryFormat(MemoryFormat.ChannelsLast);
        var (one, zero) = (Tensor.Ones([4]), Tensor.Zeros([4]));
        Assert.Throws<TensorException>(() => x.BatchNormClamp(one, zero, zero, null, 0.1, 1e-5, 0, 6));
        Assert.Throws<TensorException>(() => x.BatchNormClamp(one, zero, null, one, 0.1, 1e-5, 0, 6));
    }

    [Theory]
    [InlineData(long.MaxValue, 1)]
    [InlineData(-1, 1)]
    [InlineData(1, long.MaxValue)]
    [InlineData(1, 0)]
    public void A_depthwise_convolution_refuses_paddings_and_dilations_that_give_no_size(long padding, long dilation)
    {
        var (x, w) = (Ops.Randn([1, 4, 5, 5]), Ops.Randn([4, 1, 3, 3]));
        Assert.Throws<TensorException>(() => x.DepthwiseConv2d(w, null, [padding, padding], [dilation, dilation]));
    }

    private void Refuse(string name, params Func<bool>[] calls) => _refused[name] = [.. calls];

    private void Handles()
    {
        Refuse("profile_begin", () =>
        {
            _ = NativeMethods.ProfileBegin();
            var isRefused = NativeMethods.ProfileBegin() < 0;
            return NativeMethods.ProfileEnd() >= 0 && isRefused;
        });
        Refuse("profile_end", () => NativeMethods.ProfileEnd() < 0);
        Refuse("profile_read", () => NativeMethods.ProfileRead(null, 1) < 0, () => NativeMethods.ProfileRead(null, -1) < 0);
        Refuse("rank", () => NativeMethods.Rank(0) < 0);
        Refuse(
            "sizes", () => NativeMethods.Sizes(0, null, 0) < 0, () => NativeMethods.Sizes(_matrix, null, 2) < 0,
            () => Measured(NativeMethods.Sizes, 1), () => Measured(NativeMethods.Sizes, -1));
        Refuse("strides", () => NativeMethods.Strides(0, null, 0) < 0, () => NativeMethods.Strides(_matrix, null, 2) < 0, () => Measured(
            NativeMethods.Strides, 3));
        Refuse("count", () => NativeMethods.Count(0) < 0);
        Refuse("dtype", () => NativeMethods.DTypeOf(0) < 0);
        Refuse("device", () => NativeMethods.DeviceOf(0) < 0);
        Refuse("is_contiguous", () => NativeMethods.IsContiguous(0, 0) < 0, () => NativeMethods.IsContiguous(_matrix, Absent) < 0, () =>
            NativeMethods.IsContiguous(_matrix, -1) < 0);
        Refuse("same_memory", () => NativeMethods.SameMemory(0, _matrix) < 0, () => NativeMethods.SameMemory(_matrix, 0) < 0);
        Refuse("version_of", () => NativeMethods.VersionOf(0) < 0);
        Refuse("can_fuse", () => NativeMethods.CanFuse(0) < 0);
        Refuse("same_order", () => NativeMethods.SameOrder(0, _matrix) < 0, () => NativeMethods.SameOrder(_matrix, 0) < 0);
    }

    private delegate int Measure(nint tensor, long* sizes, int room);

    private bool Measured(Measure measure, int room)
    {
        var numbers = stackalloc long[4];
        return measure(_matrix, numbers, room) < 0;
    }

    private void Memory()
    {
        Refuse("data", () => NativeMethods.Data(_matrix, null) < 0, () =>
        {
            void* data;
            return NativeMethods.Data(0, &data) < 0;
        });
        Refuse("item", () => NativeMethods.Item(_matrix, null) < 0, () => Item(0), () => Item(_matrix));
        Refuse(
            "from_memory",
            () => Make(4, [2], 1, (int)DType.Float32),
            () => Make(-8, [2], 1, (int)DType.Float32),
            () => Make(8, [-2], 1, (int)DType.Float32),
            () => Make(8, [2], -1, (int)DType.Float32),
            () => Make(8, [2], 1000, (int)DType.Float32),
            () => Make(8, [2], 1, Absent),
            () => Make(8, [2], 1, -1),
            () => NativeMethods.FromMemory(null, 4, null, 1, (int)DType.Float32) == 0,
            () => NativeMethods.FromMemory(null, 4, null, 0, (int)DType.Float32) == 0);
        Refuse("host_memory", () => NativeMethods.HostMemory(null) < 0);
    }

    private static bool Item(nint tensor)
    {
        Value value;
        return NativeMethods.Item(tensor, &value) < 0;
    }

    private static bool Make(long bytes, long[] shape, int rank, int dtype)
    {
        var memory = stackalloc byte[16];
        fixed (long* sizes = shape)
        {
            return NativeMethods.FromMemory(memory, bytes, sizes, rank, dtype) == 0;
        }
    }

    private void Calls()
    {
        var add = NativeMethods.Operator("aten::add", "Tensor", 2);
        var cat = NativeMethods.Operator("aten::cat", "", 2);
        Assert.NotEqual(0, add);
        Refuse(
            "operator",
            () => NativeMethods.Operator(null!, "", 0) == 0,
            () => NativeMethods.Operator("aten::add", null!, 0) == 0,
            () => NativeMethods.Operator("aten::add", "Tensor", Absent) == 0,
            () => NativeMethods.Operator("aten::add", "Tensor", -1) == 0,
            () => NativeMethods.Operator("no such", "", 0) == 0);
        Refuse("operator_schema", () => NativeMethods.OperatorSchema(0, null, 0) < 0, () => NativeMethods.OperatorSchema(add, null, 8) < 0);
        Refuse(
            "call",
            () => NativeMethods.Call(0, null, 0, null, 0) < 0,
            () => NativeMethods.Call(add, null, 2, null, 0) < 0,
            () => Call(add, [Of(_matrix), Of(_matrix)], -1),
            () => Call(add, [Of(_matrix), Of(_matrix)], Absent),
            () => Call(add, [Of(_matrix), Of(_matrix)], 2, -1),
            () => Call(add, [Of(_matrix)], 1),
            () => Call(add, [Of(0), Of(_matrix)], 2),
            () => Call(add, [Of(_matrix), Of(_other)], 2),
            () => Call(add, [Of(_matrix), Value.Of(1L)], 2),
            () => Call(add, [Of(_matrix), new Value { Tag = Tag.Default }], 2),
            () => Call(add, [Of(_matrix), new Value { Tag = (Tag)Absent }], 2),
            () => Call(add, [Of(_matrix), new Value { Tag = Tag.Generator }], 2),
            () => Call(add, [Of(_matrix), new Value { Tag = Tag.Device, Integer = 999 << 8 }], 2),
            () => Call(cat, [new Value { Tag = Tag.TensorList, Count = 3 }, Value.Of(0L)], 2),
            () => Call(cat, [new Value { Tag = Tag.TensorList, Count = -3, Pointer = _matrix }, Value.Of(0L)], 2),
            () => Call(cat, [new Value { Tag = Tag.String, Count = 3 }, Value.Of(0L)], 2));
    }

    private static Value Of(nint tensor) => new() { Tag = Tag.Tensor, Pointer = tensor };

    private static bool Call(nint op, Value[] arguments, int count, int room = 1)
    {
        Value result;
        fixed (Value* given = arguments)
        {
            return NativeMethods.Call(op, given, count, &result, room) < 0;
        }
    }

    private void Differentiation()
    {
        Refuse(
            "backward",
            () => NativeMethods.Backward(null, null, 1, 0, 0) < 0,
            () => With([0], roots => NativeMethods.Backward(roots, null, 1, 0, 0) < 0),
            () => With([_matrix], roots => NativeMethods.Backward(roots, null, -1, 0, 0) < 0),
            () => With([_matrix], roots => NativeMethods.Backward(roots, null, 1, 0, 0) < 0),
            () => With([_matrix], roots => With([_other], gradients => NativeMethods.Backward(roots, gradients, 1, 0, 0) < 0)));
        Refuse(
            "gradients",
            () => With([_matrix], inputs => With([0], results => NativeMethods.Gradients(null, null, 1, inputs, 1, 0, 0, results) < 0)),
            () => With([_matrix], roots => NativeMethods.Gradients(roots, null, 1, roots, 1, 0, 0, null) < 0),
            () => With([_matrix], roots => With([0], results => NativeMethods.Gradients(roots, null, 1, results, 1, 0, 0, results) < 0)),
            () => With([_matrix], roots => With([0], results => NativeMethods.Gradients(roots, null, 1, roots, -1, 0, 0, results) < 0)));
        Refuse("requires_grad", () => NativeMethods.RequiresGrad(0) < 0);
        Refuse("set_requires_grad", () => NativeMethods.SetRequiresGrad(0, 1) < 0, () => NativeMethods.SetRequiresGrad(_integers, 1) < 0);
        Refuse("is_leaf", () => NativeMethods.IsLeaf(0) < 0);
        Refuse("grad", () => NativeMethods.Grad(0) == 0);
        Refuse(
            "set_grad",
            () => NativeMethods.SetGrad(0, _matrix) < 0,
            () => NativeMethods.SetGrad(_matrix, _other) < 0,
            () => NativeMethods.SetGrad(_matrix, _integers) < 0);
        Refuse(
            "clear_grads", () => NativeMethods.ClearGrads(null, 1) < 0,
            () => With([0], tensors => NativeMethods.ClearGrads(tensors, 1) < 0), () => NativeMethods.ClearGrads(null, -1) < 0);
        Refuse(
            "grads",
            () => With([_matrix], tensors => NativeMethods.Grads(tensors, 1, null) < 0),
            () => With([0], tensors => NativeMethods.Grads(tensors, 1, tensors) < 0),
            () => NativeMethods.Grads(null, -1, null) < 0);
        Refuse(
            "recompute_later",
            () => NativeMethods.RecomputeLater(null, 0, null, 0, null, 0, null, null, 0) < 0,
            () => NativeMethods.RecomputeLater(null, 1, null, 0, null, 0, null, null, 0) < 0);
    }

    private static bool With(nint[] handles, WithHandles call)
    {
        fixed (nint* at = handles)
        {
            return call(at);
        }
    }

    private delegate bool WithHandles(nint* handles);

    private void Optimizers()
    {
        bool Adam(nint parameter, nint gradient, nint mean, nint square, int count = 1, bool hasRoots = true) =>
            With([parameter], p => With([gradient], g => With([mean], m => With([square], v =>
            {
                var number = 1.0;
                return NativeMethods.FusedAdamW(p, g, m, v, hasRoots ? &number : null, &number, count, 1, 0.9, 0.999, 1e-8) < 0;
            }))));
        bool Sgd(nint parameter, nint gradient, nint direction, int count = 1, bool hasFirst = true) =>
            With([parameter], p => With([gradient], g => With([direction], d =>
            {
                byte first = 1;
                return NativeMethods.FusedSgd(p, g, d, hasFirst ? &first : null, count, 0.1, 0, 0.9, 0, 0) < 0;
            })));
        var row = Tensor.Ones([1, 3]).Handle;
        Refuse(
            "fused_adamw",
            () => NativeMethods.FusedAdamW(null, null, null, null, null, null, 1, 1, 0.9, 0.999, 1e-8) < 0,
            () => Adam(0, _matrix, _matrix, _matrix),
            () => Adam(_matrix, 0, _matrix, _matrix),
            () => Adam(_matrix, _matrix, 0, _matrix),
            () => Adam(_matrix, _matrix, _matrix, 0),
            () => Adam(_matrix, row, _matrix, _matrix),
            () => Adam(_matrix, _matrix, row, _matrix),
            () => Adam(_matrix, _matrix, _matrix, _other),
            () => Adam(_integers, _matrix, _matrix, _matrix),
            () => Adam(_matrix, _matrix, _matrix, _integers),
            () => Adam(_matrix, _matrix, _matrix, _matrix, -1),
            () => Adam(_matrix, _matrix, _matrix, _matrix, hasRoots: false));
        Refuse(
            "fused_sgd",
            () => NativeMethods.FusedSgd(null, null, null, null, 1, 0.1, 0, 0, 0, 0) < 0,
            () => Sgd(0, _matrix, _matrix),
            () => Sgd(_matrix, 0, _matrix),
            () => Sgd(_matrix, _matrix, 0),
            () => Sgd(_matrix, row, _matrix),
            () => Sgd(_matrix, _matrix, row),
            () => Sgd(_integers, _matrix, _integers),
            () => Sgd(_matrix, _matrix, _matrix, -1),
            () => Sgd(_matrix, _matrix, _matrix, hasFirst: false));
    }

    private void Processes()
    {
        const long nobody = 1L << 40;
        Refuse("file_store", () => NativeMethods.FileStore(null!, 2) == 0, () => NativeMethods.FileStore("/tmp/none", 0) == 0);
        Refuse(
            "tcp_store",
            () => NativeMethods.TcpStore(null!, 29500, 1, 2, 100) == 0,
            () => NativeMethods.TcpStore("127.0.0.1", 65536, 1, 2, 100) == 0,
            () => NativeMethods.TcpStore("127.0.0.1", 29500, 1, 0, 100) == 0);
        Refuse(
            "processes_join",
            () => NativeMethods.ProcessesJoin(0, "name", 0, 2, "127.0.0.1", 0, 100) < 0,
            () => NativeMethods.ProcessesJoin(0, "name", 2, 2, "127.0.0.1", 0, 100) < 0,
            () => NativeMethods.ProcessesJoin(0, null!, 0, 2, "127.0.0.1", 0, 100) < 0);
        Refuse("processes_sum", () => NativeMethods.ProcessesSum(nobody, _matrix) < 0, () => NativeMethods.ProcessesSum(nobody, 0) < 0);
        Refuse("processes_gather", () => NativeMethods.ProcessesGather(nobody, _matrix, null) < 0);
        Refuse("processes_broadcast", () => NativeMethods.ProcessesBroadcast(nobody, _matrix, 0) < 0);
        Refuse(
            "reducer",
            () => NativeMethods.Reducer(nobody, null, 1, 1, 1) == 0,
            () => NativeMethods.Reducer(nobody, null, 0, 1, 1) == 0);
        Refuse("reducer_announce", () => NativeMethods.ReducerAnnounce(0, null, 0) < 0);
    }

    private void Rest()
    {
        var unknown = (long)999 << 8;
        var cpu = Device.Cpu.Packed;
        Refuse("autocast_enabled", () => NativeMethods.AutocastEnabled(Absent) < 0, () => NativeMethods.AutocastEnabled(-1) < 0);
        Refuse("autocast_dtype", () => NativeMethods.AutocastDType(Absent) < 0);
        Refuse("set_autocast", () => NativeMethods.SetAutocast(Absent, 1, (int)DType.BFloat16) < 0, () =>
            NativeMethods.SetAutocast(0, 0, 999) < 0);
        Refuse("autocast_leave", () => NativeMethods.AutocastLeave() < 0);
        Refuse("generator", () => NativeMethods.Generator(unknown, 1) == 0);
        Refuse("generator_state", () => NativeMethods.GeneratorState(0, unknown) == 0);
        Refuse(
            "set_generator_state",
            () => NativeMethods.SetGeneratorState(0, cpu, 0) < 0,
            () => NativeMethods.SetGeneratorState(0, cpu, _matrix) < 0,
            () => NativeMethods.SetGeneratorState(0, unknown, _matrix) < 0);
        Refuse("build_configuration", () => NativeMethods.BuildConfiguration(null, 8) < 0);
        Refuse("parallel_configuration", () => NativeMethods.ParallelConfiguration(null, 8) < 0);
        Refuse("blas_kernel", () => NativeMethods.BlasKernel(null, 8) < 0);
        Refuse("blas_configuration", () => NativeMethods.BlasConfiguration(null, 8) < 0);
        Refuse("set_threads", () => NativeMethods.SetThreads(0) < 0, () => NativeMethods.SetThreads(-1) < 0);
        Refuse("set_interop_threads", () => NativeMethods.SetInteropThreads(0) < 0);
        Refuse("cuda_select_device", () => NativeMethods.CudaSelectDevice(Absent) < 0, () => NativeMethods.CudaSelectDevice(-1) < 0);
        Refuse("cuda_synchronize", () => NativeMethods.CudaSynchronize(Absent) < 0);
        Refuse("cuda_memory", () => NativeMethods.CudaMemory(0, null) < 0, () => Memory(Absent));
        Refuse("cuda_reset_peak_memory", () => NativeMethods.CudaResetPeakMemory(Absent) < 0);
        Refuse("cuda_own_stream", () => NativeMethods.CudaOwnStream(Absent) < 0, () => NativeMethods.CudaOwnStream(-2) < 0);
        Refuse("cuda_graph_end", () => NativeMethods.CudaGraphEnd(0) < 0);
        Refuse("cuda_graph_replay", () => NativeMethods.CudaGraphReplay(0) < 0);
        Refuse("cuda_graph_release", () => NativeMethods.CudaGraphRelease(0) < 0);
    }

    private static bool Memory(int index)
    {
        var bytes = stackalloc long[4];
        return NativeMethods.CudaMemory(index, bytes) < 0;
    }
}
