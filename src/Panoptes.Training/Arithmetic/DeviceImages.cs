using Panoptes.Tensors;

namespace Panoptes.Training.Arithmetic;

/// <summary>Images where and as a network reads them.</summary>
internal static class DeviceImages
{
    /// <summary>The images on a device; they belong to the innermost open scope.</summary>
    /// <param name="images">(N,3,H,W).</param>
    /// <param name="device">The network's.</param>
    /// <param name="channelsLast">Whether they are laid out with channels innermost.</param>
    /// <param name="nonBlocking">Whether the copy may run beside the host.</param>
    public static Tensor Of(Tensor images, Device device, bool channelsLast, bool nonBlocking = true)
    {
        var moved = images.To(device, nonBlocking: nonBlocking);
        return channelsLast ? moved.ToMemoryFormat(MemoryFormat.ChannelsLast) : moved;
    }
}
