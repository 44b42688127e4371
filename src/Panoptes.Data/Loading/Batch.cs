using Panoptes.Tensors;

namespace Panoptes.Data;

/// <summary>
/// The samples of one training step as tensors. Disposing it says that nobody reads the tensors any more: their memory is used
/// for a later batch.
/// </summary>
public sealed class Batch : IDisposable
{
    private readonly Action<Tensor, Tensor>? giveBack;
    private bool disposed;

    /// <summary>Makes a batch that owns its tensors.</summary>
    /// <param name="step">The step it is for.</param>
    /// <param name="images">N,3,H,W float32, normalised.</param>
    /// <param name="labels">N,H,W int64 train ids.</param>
    /// <param name="samples">Where its N samples came from.</param>
    /// <param name="giveBack">Takes the tensors when the batch is disposed; they are disposed where null.</param>
    public Batch(long step, Tensor images, Tensor labels, IReadOnlyList<SampleInfo> samples, Action<Tensor, Tensor>? giveBack = null) =>
        (Step, Images, Labels, Samples, this.giveBack) = (step, images.Keep(), labels.Keep(), samples, giveBack);

    /// <summary>The step it is for.</summary>
    public long Step { get; }

    /// <summary>N,3,H,W float32, normalised; padding is 0.</summary>
    public Tensor Images { get; }

    /// <summary>N,H,W int64 train ids; padding and ignored pixels are the table's void id.</summary>
    public Tensor Labels { get; }

    /// <summary>Where its N samples came from.</summary>
    public IReadOnlyList<SampleInfo> Samples { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (disposed)
        {
            return;
        }

        disposed = true;
        if (giveBack is not null)
        {
            giveBack(Images, Labels);
        }
        else
        {
            Images.Dispose();
            Labels.Dispose();
        }
    }
}
