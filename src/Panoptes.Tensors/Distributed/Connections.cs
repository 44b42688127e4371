using Panoptes.Tensors.Native;

namespace Panoptes.Tensors.Distributed;

/// <summary>What this build can connect processes by.</summary>
public static class Connections
{
    /// <summary>Whether processes can be joined at all: over Gloo, from host memory to host memory.</summary>
    public static bool HasGloo => (NativeMethods.DistributedConnections() & 1) != 0;

    /// <summary>Whether GPUs can be joined directly.</summary>
    public static bool HasNccl => (NativeMethods.DistributedConnections() & 2) != 0;
}
