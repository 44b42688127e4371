using Panoptes.Tensors;
using Panoptes.Tensors.Modules;

namespace Panoptes.Training.Collectives;

/// <summary>A training in one process: every sum is the number itself.</summary>
public sealed class SingleProcess : ICollective
{
    /// <inheritdoc/>
    public int Size => 1;

    /// <inheritdoc/>
    public int Rank => 0;

    /// <inheritdoc/>
    public void Sum(Span<double> values)
    {
    }

    /// <inheritdoc/>
    public void Sum(Tensor values)
    {
    }

    /// <inheritdoc/>
    public Tensor SumWithGradient(Tensor values) => values;

    /// <inheritdoc/>
    public IReadOnlyList<byte[]> Gather(ReadOnlySpan<byte> mine) => [mine.ToArray()];

    /// <inheritdoc/>
    public void Share(Tensor values)
    {
    }

    /// <inheritdoc/>
    public void Meet()
    {
    }

    /// <inheritdoc/>
    public void UniteBatches(Module model)
    {
    }

    /// <inheritdoc/>
    public IBackwardPass Backward(IReadOnlyList<Tensor> parameters) => new OwnGradients();

    private sealed class OwnGradients : IBackwardPass
    {
        public void Run(Tensor loss, bool isLast)
        {
            ArgumentNullException.ThrowIfNull(loss);
            loss.Backward();
        }

        public void Dispose()
        {
        }
    }
}
