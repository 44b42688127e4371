using Panoptes.Data.Loading;
using Panoptes.Foundation;
using Panoptes.Models.Outputs;
using Panoptes.Models.Segmenters;
using Panoptes.Tensors;

namespace Panoptes.Training.Streams;

/// <summary>
/// Changes the batches of a stream before anyone else sees them. It may ask the network that is trained, and keep a state that follows the
/// training and is part of its checkpoints.
/// </summary>
public interface IBatchChange
{
    /// <summary>Called once before the first step.</summary>
    /// <exception cref="InputException">The model lacks what this change needs.</exception>
    void Check(Segmenter model);

    /// <summary>Changes a batch.</summary>
    /// <param name="batch">The batch in main memory; what is returned takes its place.</param>
    /// <param name="step">Updates done before this step.</param>
    /// <param name="predict">What the network makes of (N,3,H,W) images as it is now: in evaluation mode, without gradients.</param>
    Batch Change(Batch batch, long step, Func<Tensor, SegmenterOutputs> predict);

    /// <summary>What of it a checkpoint must hold so that a resumed training ends with the same bits; the living tensors.</summary>
    IReadOnlyList<(string Name, Tensor Tensor)> State() => [];

    /// <summary>Takes back what <see cref="State"/> gave.</summary>
    /// <param name="state">The tensors by those names; empty where the checkpoint is of a training without this change.</param>
    /// <exception cref="InputException">It does not fit.</exception>
    void LoadState(IReadOnlyList<(string Name, Tensor Tensor)> state)
    {
    }
}
