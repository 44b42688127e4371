using System.Runtime.InteropServices;

namespace Panoptes.Tensors.Native;

/// <summary>
/// The bridge's functions. Those that neither wait nor run libtorch's kernels leave out the switch of the garbage collector's mode.
/// </summary>
internal static unsafe partial class NativeMethods
{
    public const string Library = "panoptes_bridge";

    static NativeMethods() => BridgeLibrary.Register();

    [LibraryImport(Library, EntryPoint = "panoptes_error_text")]
    public static partial byte* ErrorText();

    [LibraryImport(Library, EntryPoint = "panoptes_error_call")]
    public static partial byte* ErrorCall();

    [LibraryImport(Library, EntryPoint = "panoptes_error_kind")]
    public static partial int ErrorKind();

    [LibraryImport(Library, EntryPoint = "panoptes_operator", StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint Operator(string name, string overload, int given);

    [LibraryImport(Library, EntryPoint = "panoptes_operator_schema")]
    public static partial int OperatorSchema(nint op, byte* text, int size);

    [LibraryImport(Library, EntryPoint = "panoptes_call")]
    public static partial int Call(nint op, Value* arguments, int count, Value* results, int room);

    [LibraryImport(Library, EntryPoint = "panoptes_free")]
    public static partial void Free(void* memory);

    [LibraryImport(Library, EntryPoint = "panoptes_release")]
    public static partial void Release(nint tensor);

    [LibraryImport(Library, EntryPoint = "panoptes_share")]
    [SuppressGCTransition]
    public static partial nint Share(nint tensor);

    [LibraryImport(Library, EntryPoint = "panoptes_rank")]
    [SuppressGCTransition]
    public static partial int Rank(nint tensor);

    [LibraryImport(Library, EntryPoint = "panoptes_sizes")]
    [SuppressGCTransition]
    public static partial int Sizes(nint tensor, long* sizes, int room);

    [LibraryImport(Library, EntryPoint = "panoptes_strides")]
    [SuppressGCTransition]
    public static partial int Strides(nint tensor, long* strides, int room);

    [LibraryImport(Library, EntryPoint = "panoptes_count")]
    [SuppressGCTransition]
    public static partial long Count(nint tensor);

    [LibraryImport(Library, EntryPoint = "panoptes_dtype")]
    [SuppressGCTransition]
    public static partial int DTypeOf(nint tensor);

    [LibraryImport(Library, EntryPoint = "panoptes_device")]
    [SuppressGCTransition]
    public static partial long DeviceOf(nint tensor);

    [LibraryImport(Library, EntryPoint = "panoptes_is_contiguous")]
    [SuppressGCTransition]
    public static partial int IsContiguous(nint tensor, int memoryFormat);

    [LibraryImport(Library, EntryPoint = "panoptes_same_memory")]
    [SuppressGCTransition]
    public static partial int SameMemory(nint left, nint right);

    [LibraryImport(Library, EntryPoint = "panoptes_data")]
    public static partial int Data(nint tensor, void** data);

    [LibraryImport(Library, EntryPoint = "panoptes_from_memory")]
    public static partial nint FromMemory(void* memory, long bytes, long* sizes, int rank, int dtype);

    [LibraryImport(Library, EntryPoint = "panoptes_item")]
    public static partial int Item(nint tensor, Value* value);

    [LibraryImport(Library, EntryPoint = "panoptes_backward")]
    public static partial int Backward(nint* roots, nint* gradients, int count, int retainGraph, int createGraph);

    [LibraryImport(Library, EntryPoint = "panoptes_gradients")]
    public static partial int Gradients(
        nint* roots, nint* gradients, int count, nint* inputs, int inputCount, int retainGraph, int createGraph, nint* results);

    [LibraryImport(Library, EntryPoint = "panoptes_grad_mode")]
    [SuppressGCTransition]
    public static partial int GradMode();

    [LibraryImport(Library, EntryPoint = "panoptes_set_grad_mode")]
    [SuppressGCTransition]
    public static partial void SetGradMode(int enabled);

    [LibraryImport(Library, EntryPoint = "panoptes_requires_grad")]
    [SuppressGCTransition]
    public static partial int RequiresGrad(nint tensor);

    [LibraryImport(Library, EntryPoint = "panoptes_set_requires_grad")]
    public static partial int SetRequiresGrad(nint tensor, int value);

    [LibraryImport(Library, EntryPoint = "panoptes_is_leaf")]
    [SuppressGCTransition]
    public static partial int IsLeaf(nint tensor);

    [LibraryImport(Library, EntryPoint = "panoptes_grad")]
    public static partial nint Grad(nint tensor);

    [LibraryImport(Library, EntryPoint = "panoptes_set_grad")]
    public static partial int SetGrad(nint tensor, nint gradient);

    [LibraryImport(Library, EntryPoint = "panoptes_clear_grads")]
    public static partial int ClearGrads(nint* tensors, int count);

    [LibraryImport(Library, EntryPoint = "panoptes_grads")]
    public static partial int Grads(nint* tensors, int count, nint* gradients);

    [LibraryImport(Library, EntryPoint = "panoptes_autocast_enabled")]
    public static partial int AutocastEnabled(int deviceType);

    [LibraryImport(Library, EntryPoint = "panoptes_autocast_dtype")]
    public static partial int AutocastDType(int deviceType);

    [LibraryImport(Library, EntryPoint = "panoptes_set_autocast")]
    public static partial int SetAutocast(int deviceType, int enabled, int dtype);

    [LibraryImport(Library, EntryPoint = "panoptes_autocast_enter")]
    public static partial int AutocastEnter();

    [LibraryImport(Library, EntryPoint = "panoptes_autocast_leave")]
    public static partial int AutocastLeave();

    [LibraryImport(Library, EntryPoint = "panoptes_set_autocast_cache")]
    public static partial int SetAutocastCache(int enabled);

    [LibraryImport(Library, EntryPoint = "panoptes_recompute_later")]
    public static partial int RecomputeLater(
        nint* inputs,
        int inputCount,
        nint* parameters,
        int parameterCount,
        nint* outputs,
        int outputCount,
        delegate* unmanaged[Cdecl]<nint, nint*, int, nint*, int, nint*, long> recompute,
        delegate* unmanaged[Cdecl]<nint, void> forget,
        nint state);

    [LibraryImport(Library, EntryPoint = "panoptes_profile_begin")]
    public static partial int ProfileBegin();

    [LibraryImport(Library, EntryPoint = "panoptes_profile_end")]
    public static partial long ProfileEnd();

    [LibraryImport(Library, EntryPoint = "panoptes_profile_read")]
    public static partial long ProfileRead(OperatorRecord* records, long room);

    [LibraryImport(Library, EntryPoint = "panoptes_version_of")]
    public static partial long VersionOf(nint tensor);

    [LibraryImport(Library, EntryPoint = "panoptes_host_memory")]
    [SuppressGCTransition]
    public static partial int HostMemory(long* bytes);

    [LibraryImport(Library, EntryPoint = "panoptes_reset_host_peak")]
    [SuppressGCTransition]
    public static partial void ResetHostPeak();

    [LibraryImport(Library, EntryPoint = "panoptes_can_fuse")]
    [SuppressGCTransition]
    public static partial int CanFuse(nint parameter);

    [LibraryImport(Library, EntryPoint = "panoptes_same_order")]
    [SuppressGCTransition]
    public static partial int SameOrder(nint a, nint b);

    [LibraryImport(Library, EntryPoint = "panoptes_fused_adamw")]
    public static partial int FusedAdamW(
        nint* parameters, nint* gradients, nint* means, nint* squares, double* roots, double* sizes, int count, double decay, double beta1,
        double beta2, double epsilon);

    [LibraryImport(Library, EntryPoint = "panoptes_fused_sgd")]
    public static partial int FusedSgd(
        nint* parameters, nint* gradients, nint* directions, byte* isFirst, int count, double rate, double weightDecay, double momentum,
        double dampening, int nesterov);

    [LibraryImport(Library, EntryPoint = "panoptes_seed")]
    public static partial int Seed(long seed);

    [LibraryImport(Library, EntryPoint = "panoptes_generator")]
    public static partial nint Generator(long device, long seed);

    [LibraryImport(Library, EntryPoint = "panoptes_generator_release")]
    public static partial void GeneratorRelease(nint generator);

    [LibraryImport(Library, EntryPoint = "panoptes_generator_state")]
    public static partial nint GeneratorState(nint generator, long device);

    [LibraryImport(Library, EntryPoint = "panoptes_set_generator_state")]
    public static partial int SetGeneratorState(nint generator, long device, nint state);

    [LibraryImport(Library, EntryPoint = "panoptes_version")]
    public static partial byte* Version();

    [LibraryImport(Library, EntryPoint = "panoptes_build_configuration")]
    public static partial int BuildConfiguration(byte* text, int size);

    [LibraryImport(Library, EntryPoint = "panoptes_parallel_configuration")]
    public static partial int ParallelConfiguration(byte* text, int size);

    [LibraryImport(Library, EntryPoint = "panoptes_threads")]
    public static partial int Threads();

    [LibraryImport(Library, EntryPoint = "panoptes_set_threads")]
    public static partial int SetThreads(int count);

    [LibraryImport(Library, EntryPoint = "panoptes_interop_threads")]
    public static partial int InteropThreads();

    [LibraryImport(Library, EntryPoint = "panoptes_set_interop_threads")]
    public static partial int SetInteropThreads(int count);

    [LibraryImport(Library, EntryPoint = "panoptes_flush_denormal")]
    public static partial int FlushDenormal(int enabled);

    [LibraryImport(Library, EntryPoint = "panoptes_keep_freed_memory")]
    public static partial int KeepFreedMemory();

    [LibraryImport(Library, EntryPoint = "panoptes_release_kept_memory")]
    public static partial long ReleaseKeptMemory();

    [LibraryImport(Library, EntryPoint = "panoptes_deterministic")]
    public static partial int Deterministic(int enabled, int warnOnly);

    [LibraryImport(Library, EntryPoint = "panoptes_cudnn_trials")]
    public static partial int CudnnTrials(int enabled);

    [LibraryImport(Library, EntryPoint = "panoptes_tf32")]
    public static partial int Tf32(int convolutions, int products);

    [LibraryImport(Library, EntryPoint = "panoptes_blas_kernel")]
    public static partial int BlasKernel(byte* text, int size);

    [LibraryImport(Library, EntryPoint = "panoptes_blas_configuration")]
    public static partial int BlasConfiguration(byte* text, int size);

    [LibraryImport(Library, EntryPoint = "panoptes_blas_threads")]
    public static partial int BlasThreads();

    [LibraryImport(Library, EntryPoint = "panoptes_processor_level")]
    public static partial int ProcessorLevel(int wanted);

    [LibraryImport(Library, EntryPoint = "panoptes_has_onednn")]
    public static partial int HasOneDnn();

    [LibraryImport(Library, EntryPoint = "panoptes_cuda_available")]
    public static partial int CudaAvailable();

    [LibraryImport(Library, EntryPoint = "panoptes_cuda_built")]
    public static partial int CudaBuilt();

    [LibraryImport(Library, EntryPoint = "panoptes_cuda_device_count")]
    public static partial int CudaDeviceCount();

    [LibraryImport(Library, EntryPoint = "panoptes_cuda_current_device")]
    public static partial int CudaCurrentDevice();

    [LibraryImport(Library, EntryPoint = "panoptes_cuda_select_device")]
    public static partial int CudaSelectDevice(int index);

    [LibraryImport(Library, EntryPoint = "panoptes_cuda_synchronize")]
    public static partial int CudaSynchronize(int index);

    [LibraryImport(Library, EntryPoint = "panoptes_cuda_memory")]
    public static partial int CudaMemory(int index, long* bytes);

    [LibraryImport(Library, EntryPoint = "panoptes_cuda_reset_peak_memory")]
    public static partial int CudaResetPeakMemory(int index);

    [LibraryImport(Library, EntryPoint = "panoptes_cuda_empty_cache")]
    public static partial int CudaEmptyCache();

    [LibraryImport(Library, EntryPoint = "panoptes_cuda_own_stream")]
    public static partial int CudaOwnStream(int index);

    [LibraryImport(Library, EntryPoint = "panoptes_cuda_graph_begin")]
    public static partial nint CudaGraphBegin();

    [LibraryImport(Library, EntryPoint = "panoptes_cuda_graph_end")]
    public static partial int CudaGraphEnd(nint graph);

    [LibraryImport(Library, EntryPoint = "panoptes_cuda_graph_replay")]
    public static partial int CudaGraphReplay(nint graph);

    [LibraryImport(Library, EntryPoint = "panoptes_cuda_graph_release")]
    public static partial int CudaGraphRelease(nint graph);

    [LibraryImport(Library, EntryPoint = "panoptes_distributed_connections")]
    public static partial int DistributedConnections();

    [LibraryImport(Library, EntryPoint = "panoptes_file_store", StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint FileStore(string path, int size);

    [LibraryImport(Library, EntryPoint = "panoptes_tcp_store", StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint TcpStore(string host, int port, int isServer, int size, long timeout);

    [LibraryImport(Library, EntryPoint = "panoptes_store_release")]
    public static partial void StoreRelease(nint store);

    [LibraryImport(Library, EntryPoint = "panoptes_processes_join", StringMarshalling = StringMarshalling.Utf8)]
    public static partial long ProcessesJoin(nint store, string prefix, int rank, int size, string address, int overDevices, long timeout);

    [LibraryImport(Library, EntryPoint = "panoptes_processes_leave")]
    public static partial int ProcessesLeave(long number);

    [LibraryImport(Library, EntryPoint = "panoptes_processes_sum")]
    public static partial int ProcessesSum(long number, nint tensor);

    [LibraryImport(Library, EntryPoint = "panoptes_processes_gather")]
    public static partial int ProcessesGather(long number, nint tensor, nint* results);

    [LibraryImport(Library, EntryPoint = "panoptes_processes_broadcast")]
    public static partial int ProcessesBroadcast(long number, nint tensor, int root);

    [LibraryImport(Library, EntryPoint = "panoptes_reducer")]
    public static partial nint Reducer(long processes, nint* parameters, int count, long firstBytes, long mostBytes);

    [LibraryImport(Library, EntryPoint = "panoptes_reducer_announce")]
    public static partial int ReducerAnnounce(nint reducer, nint* losses, int count);

    [LibraryImport(Library, EntryPoint = "panoptes_reducer_release")]
    public static partial int ReducerRelease(nint reducer);
}
