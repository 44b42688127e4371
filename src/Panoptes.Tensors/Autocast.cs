using Panoptes.Tensors.Native;

namespace Panoptes.Tensors;

/// <summary>
/// Mixed precision by libtorch's own rules: inside, convolutions and matrix products run in the lower precision and what needs range
/// runs in float32. CPU: bfloat16; CUDA: float16 or bfloat16. Belongs to this thread; regions nest.
/// </summary>
public sealed class Autocast : IDisposable
{
    private readonly int _device;
    private readonly int _wasEnabled;
    private readonly int _previousDType;
    private bool _isLeft;

    private Autocast(Device device, DType dtype, bool enabled)
    {
        _device = (int)device.Type;
        _wasEnabled = NativeMethods.AutocastEnabled(_device);
        TensorException.ThrowIfFailed(_wasEnabled, "autocast");
        _previousDType = NativeMethods.AutocastDType(_device);
        TensorException.ThrowIfFailed(NativeMethods.SetAutocast(_device, enabled ? 1 : 0, (int)dtype), "autocast");
        TensorException.ThrowIfFailed(NativeMethods.AutocastEnter(), "autocast");
    }

    /// <summary>Enters a region of lower precision; disposing leaves it.</summary>
    /// <exception cref="ArgumentException">The device has no such precision.</exception>
    public static Autocast Enter(Device device, DType dtype)
    {
        var isKnown = dtype == DType.BFloat16 || (dtype == DType.Float16 && !device.IsCpu);
        return isKnown
            ? new Autocast(device, dtype, enabled: true)
            : throw new ArgumentException(
                $"autocast to {dtype} is not possible on {device}; use {(device.IsCpu ? "BFloat16" : "BFloat16 or Float16")}");
    }

    /// <summary>Enters a region of full precision inside one of lower precision; disposing leaves it.</summary>
    public static Autocast Suspend(Device device) => new(device, (DType)NativeMethods.AutocastDType((int)device.Type), enabled: false);

    /// <summary>Enters a region that is as another one was.</summary>
    internal static Autocast Like(AutocastState state) => new(state.Device, state.DType, state.IsEnabled);

    /// <summary>Whether this thread runs on the device in lower precision now.</summary>
    public static bool IsEnabled(Device device) => NativeMethods.AutocastEnabled((int)device.Type) > 0;

    /// <summary>Leaves the region; the outermost one forgets its cast weights.</summary>
    public void Dispose()
    {
        if (!_isLeft)
        {
            _isLeft = true;
            TensorException.ThrowIfFailed(NativeMethods.SetAutocast(_device, _wasEnabled, _previousDType), "autocast");
            TensorException.ThrowIfFailed(NativeMethods.AutocastLeave(), "autocast");
        }
    }
}

/// <summary>How autocast of a device was set on a thread at one moment.</summary>
internal readonly record struct AutocastState(Device Device, bool IsEnabled, DType DType)
{
    /// <summary>As it is on this thread now.</summary>
    public static AutocastState Now(Device device) =>
        new(device, Autocast.IsEnabled(device), (DType)NativeMethods.AutocastDType((int)device.Type));
}
