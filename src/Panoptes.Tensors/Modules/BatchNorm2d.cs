namespace Panoptes.Tensors.Modules;

/// <summary>
/// Batch normalisation of N, C, H, W over N, H, W (Ioffe and Szegedy 2015). Parameters <c>weight</c>, <c>bias</c>; buffers
/// <c>running_mean</c>, <c>running_var</c> and <c>num_batches_tracked</c>.
/// </summary>
public sealed class BatchNorm2d : Layer, INormalisation
{
    private readonly double? _momentum;
    private readonly double _epsilon;
    private readonly Tensor _batches;

    /// <summary>Makes a layer with weight 1, bias 0, running mean 0 and running variance 1.</summary>
    /// <param name="channels">Channels.</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <param name="momentum">Share of the new batch in the running statistics; null averages over all batches alike.</param>
    public BatchNorm2d(long channels, double epsilon = 1e-5, double? momentum = 0.1)
    {
        _epsilon = epsilon;
        _momentum = momentum;
        Weight = Parameter("weight", Tensor.Ones([channels]));
        Bias = Parameter("bias", Tensor.Zeros([channels]));
        RunningMean = Buffer("running_mean", Tensor.Zeros([channels]));
        RunningVariance = Buffer("running_var", Tensor.Ones([channels]));
        _batches = Buffer("num_batches_tracked", Tensor.Zeros([], DType.Int64));
    }

    /// <summary>Factor of every channel.</summary>
    public Tensor Weight { get; }

    /// <summary>Summand of every channel.</summary>
    public Tensor Bias { get; }

    /// <summary>Mean of every channel over the batches seen in training.</summary>
    public Tensor RunningMean { get; }

    /// <summary>Variance of every channel over the batches seen in training.</summary>
    public Tensor RunningVariance { get; }

    /// <summary>Whether training uses the running statistics and leaves them as they are; see <see cref="Freeze"/>.</summary>
    public bool IsFrozen { get; private set; }

    /// <summary>Fixes the statistics and the parameters: the layer is the same affine map in training and in evaluation.</summary>
    public void Freeze()
    {
        IsFrozen = true;
        RequireGradients(false);
    }

    /// <summary>Freezes every batch normalisation of a module and below it, as small batches may need.</summary>
    public static void FreezeAll(Module root)
    {
        ArgumentNullException.ThrowIfNull(root);
        foreach (var layer in root.NamedModules().Select(m => m.Module).OfType<BatchNorm2d>())
        {
            layer.Freeze();
        }
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x)
    {
        var usesBatch = IsTraining && !IsFrozen;
        var momentum = _momentum ?? 0;
        if (usesBatch)
        {
            CheckEnoughValues(x);
            if (ActivationCheckpoint.IsRecomputing)
            {
                // The first pass has counted this batch.
                return x.BatchNorm(Weight, Bias, null, null, training: true, momentum, _epsilon, cudnnEnabled: true);
            }

            _batches.AddInPlace(1);
            momentum = _momentum ?? 1.0 / _batches.ItemInt64();
        }

        return x.BatchNorm(Weight, Bias, RunningMean, RunningVariance, usesBatch, momentum, _epsilon, cudnnEnabled: true);
    }

    private static void CheckEnoughValues(Tensor x)
    {
        if (x.Rank >= 2 && x.Count == x.Size(1))
        {
            throw new InvalidOperationException(
                $"batch normalisation in training needs more than one value a channel, but the input is {x}; use a larger batch or crop, or freeze the statistics");
        }
    }
}
