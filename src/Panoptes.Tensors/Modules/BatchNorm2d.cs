using Panoptes.Tensors.Distributed;

namespace Panoptes.Tensors.Modules;

/// <summary>
/// Batch normalization of N, C, H, W over N, H, W (Ioffe and Szegedy 2015). Parameters <c>weight</c>, <c>bias</c>; buffers
/// <c>running_mean</c>, <c>running_var</c> and <c>num_batches_tracked</c>.
/// </summary>
public sealed class BatchNorm2d : Layer, INormalization
{
    private readonly double? _momentum;
    private readonly double _epsilon;

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
        Statistics = new RunningStatistics(
            Buffer(RunningStatistics.MeanName, Tensor.Zeros([channels])),
            Buffer(RunningStatistics.VarianceName, Tensor.Ones([channels])),
            Buffer(RunningStatistics.BatchesName, Tensor.Zeros([], DType.Int64)));
    }

    /// <summary>Factor of every channel.</summary>
    public Tensor Weight { get; }

    /// <summary>Summand of every channel.</summary>
    public Tensor Bias { get; }

    /// <summary>Mean of every channel over the batches seen in training.</summary>
    public Tensor RunningMean => Statistics.Mean;

    /// <summary>Variance of every channel over the batches seen in training.</summary>
    public Tensor RunningVariance => Statistics.Variance;

    /// <summary>Its buffers: what training updates and evaluation normalizes by.</summary>
    public RunningStatistics Statistics { get; private set; }

    /// <summary>Whether training uses the running statistics and leaves them as they are; see <see cref="Freeze"/>.</summary>
    public bool IsFrozen { get; private set; }

    /// <summary>
    /// Whether training uses the running statistics and leaves them as they are, though the parameters may learn: for a part of a training.
    /// </summary>
    public bool KeepsStatistics { get; set; }

    /// <summary>
    /// The processes whose batches are one batch here, in training: all of them normalize by the mean and the variance over all rows
    /// (synchronized batch normalization). Null where a process's batch stands for itself. The group stays the caller's.
    /// </summary>
    public ProcessGroup? Processes { get; set; }

    /// <summary>
    /// Lets every batch normalization of a module and below it take the batches of all processes for one; null ends that.
    /// </summary>
    public static void ShareAll(Module root, ProcessGroup? processes)
    {
        ArgumentNullException.ThrowIfNull(root);
        foreach (var layer in root.NamedModules().Select(m => m.Module).OfType<BatchNorm2d>())
        {
            layer.Processes = processes;
        }
    }

    /// <summary>Fixes the statistics and the parameters: the layer is the same affine map in training and in evaluation.</summary>
    public void Freeze()
    {
        IsFrozen = true;
        RequireGradients(false);
    }

    /// <summary>Freezes every batch normalization of a module and below it, as small batches may need.</summary>
    public static void FreezeAll(Module root)
    {
        ArgumentNullException.ThrowIfNull(root);
        foreach (var layer in root.NamedModules().Select(m => m.Module).OfType<BatchNorm2d>())
        {
            layer.Freeze();
        }
    }

    /// <summary>
    /// Puts other statistics in the place of its own, over the same parameters. It owns those from now on, and the caller owns the ones
    /// that it gives back.
    /// </summary>
    /// <param name="others">Statistics of as many channels, on the layer's device.</param>
    /// <returns>Those that it had.</returns>
    /// <exception cref="InvalidOperationException">The layer is prepared for inference with the statistics that it has.</exception>
    public RunningStatistics Exchange(RunningStatistics others)
    {
        ArgumentNullException.ThrowIfNull(others);
        if (FoldedRectifier is not null)
        {
            throw new InvalidOperationException("the statistics are folded into a convolution; dispose that preparation first");
        }

        var own = Statistics;
        foreach (var (name, tensor) in others.Named())
        {
            ReplaceBuffer(name, tensor);
        }

        Statistics = others;
        return own;
    }

    /// <summary>
    /// What a convolution in front that does this layer's work in evaluation does besides; null where none does
    /// (<see cref="Module.PrepareInference"/>).
    /// </summary>
    internal Rectifier? FoldedRectifier { get; set; }

    /// <summary>Lets a convolution in front do this layer's work in evaluation, and that of a rectifier behind it.</summary>
    internal void FoldInto(Conv2d conv, Rectifier rectifier)
    {
        using var scope = TensorScope.Open();
        using var noGrad = Autograd.NoGrad();
        var factor = Weight.To(DType.Float64).Div(RunningVariance.To(DType.Float64).Add(_epsilon).Sqrt());
        conv.Absorb(factor, Bias.To(DType.Float64).Sub(RunningMean.To(DType.Float64).Mul(factor)), rectifier);
        FoldedRectifier = rectifier;
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => Forward(x, Rectifier.None);

    /// <summary>
    /// The normalized input, rectified: in training on the CPU, channels last, in one operator with half the passes over memory.
    /// </summary>
    /// <param name="x">N, C, H, W.</param>
    /// <param name="rectifier">What follows.</param>
    public Tensor Forward(Tensor x, Rectifier rectifier)
    {
        if (FoldedRectifier is { } done && !IsTraining)
        {
            return done == rectifier ? x.Alias() : rectifier.Overwrite(x.Alias());
        }

        var usesBatch = IsTraining && !IsFrozen && !KeepsStatistics;
        var momentum = _momentum ?? 0;
        var (mean, variance) = ((Tensor?)RunningMean, (Tensor?)RunningVariance);
        if (usesBatch)
        {
            CheckEnoughValues(x);
            if (ActivationCheckpoint.IsRecomputing)
            {
                // The first pass has counted this batch.
                (mean, variance) = (null, null);
            }
            else
            {
                Statistics.Batches.AddInPlace(1);
                momentum = _momentum ?? 1.0 / Statistics.Batches.ItemInt64();
            }

            if (Processes is { } processes)
            {
                var (least, most) = rectifier.Bounds();
                return x.BatchNormClampShared(Weight, Bias, mean, variance, momentum, _epsilon, least, most, processes.Number);
            }

            // In 16 bits without a rectifier too: libtorch's own operator passes over memory more often there.
            if (rectifier != Rectifier.None || (x.DType == DType.BFloat16 && x.Device.IsCpu))
            {
                var (lower, upper) = rectifier.Bounds();
                return x.BatchNormClamp(Weight, Bias, mean, variance, momentum, _epsilon, lower, upper);
            }
        }

        return rectifier.Overwrite(x.BatchNorm(Weight, Bias, mean, variance, usesBatch, momentum, _epsilon, cudnnEnabled: true));
    }

    private void CheckEnoughValues(Tensor x)
    {
        if (x.Rank >= 2 && x.Count * (Processes?.Size ?? 1) == x.Size(1))
        {
            throw new InvalidOperationException(
                $"batch normalization in training needs more than one value a channel, but the input is {x}; use a larger batch or crop, "
                    + "or freeze the statistics");
        }
    }
}
