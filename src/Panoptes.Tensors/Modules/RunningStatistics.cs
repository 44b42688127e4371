namespace Panoptes.Tensors.Modules;

/// <summary>The buffers of a batch normalization.</summary>
/// <param name="Mean">Mean of every channel, (C).</param>
/// <param name="Variance">Variance of every channel, (C).</param>
/// <param name="Batches">How many batches were counted, an int64 without dimensions.</param>
public sealed record RunningStatistics(Tensor Mean, Tensor Variance, Tensor Batches) : IDisposable
{
    internal const string MeanName = "running_mean";
    internal const string VarianceName = "running_var";
    internal const string BatchesName = "num_batches_tracked";

    /// <summary>The tensors under the names of the layer's buffers.</summary>
    public IReadOnlyList<(string Name, Tensor Tensor)> Named() => [(MeanName, Mean), (VarianceName, Variance), (BatchesName, Batches)];

    /// <summary>A copy with tensors of its own, which the caller owns.</summary>
    public RunningStatistics Copy()
    {
        using var noGrad = Autograd.NoGrad();
        return new RunningStatistics(Mean.Clone().Keep(), Variance.Clone().Keep(), Batches.Clone().Keep());
    }

    /// <summary>Takes the values of others over.</summary>
    /// <param name="others">Statistics of as many channels.</param>
    public void CopyFrom(RunningStatistics others)
    {
        ArgumentNullException.ThrowIfNull(others);
        using var noGrad = Autograd.NoGrad();
        foreach (var (own, other) in Named().Zip(others.Named()))
        {
            own.Tensor.CopyInPlace(other.Tensor);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Mean.Dispose();
        Variance.Dispose();
        Batches.Dispose();
    }
}
