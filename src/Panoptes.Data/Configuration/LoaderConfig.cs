using Panoptes.Foundation;

namespace Panoptes.Data.Configuration;

/// <summary>How samples are read ahead. None of this changes what a batch holds.</summary>
public sealed record LoaderConfig
{
    /// <summary>Threads that read and augment; 0 reads on the calling thread.</summary>
    public int Workers { get; init; } = 2;

    /// <summary>Batches held ready beyond the one in use; bounds the memory.</summary>
    public int Prefetch { get; init; } = 2;

    /// <summary>Batches lie in memory as N,H,W,C (their shape stays N,C,H,W), which convolutions on the CPU like.</summary>
    public bool ChannelsLast { get; init; }

    /// <summary>
    /// How many samples that cannot be read may be replaced by others, each said aloud and counted; 0 makes the first one an error.
    /// </summary>
    public int Quarantine { get; init; }

    /// <summary>Checks every value.</summary>
    /// <exception cref="InputException">A value is out of range; named with its key.</exception>
    public void Check()
    {
        Require.Within("loader.workers", Workers, 0, 1024);
        Require.Within("loader.prefetch", Prefetch, 1, 1024);
        Require.AtLeast("loader.quarantine", Quarantine, 0);
    }
}
