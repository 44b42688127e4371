namespace Panoptes.Tensors;

/// <summary>The order in which a tensor's elements lie in memory; the numbers are libtorch's.</summary>
public enum MemoryFormat
{
    /// <summary>Row-major: N, C, H, W.</summary>
    Contiguous = 0,

    /// <summary>As the source has it.</summary>
    Preserve = 1,

    /// <summary>N, H, W, C for tensors of rank 4: what vectorized convolutions like best.</summary>
    ChannelsLast = 2,
}

/// <summary>How a tensor's elements are stored; the numbers are libtorch's.</summary>
public enum Layout
{
    /// <summary>Dense, by strides.</summary>
    Strided = 0,
}
