using Panoptes.Tensors;

namespace Panoptes.Training.Losses;

/// <summary>One configured loss, with its class weights as a tensor.</summary>
internal sealed class PixelLoss : IDisposable
{
    private readonly LossTermConfig config;
    private readonly int ignore;
    private readonly Tensor? classWeights;
    private readonly Tensor alpha;

    public PixelLoss(LossTermConfig config, int ignore, Device device)
    {
        this.config = config;
        this.ignore = ignore;
        classWeights = config.ClassWeights.Count == 0 ? null : Constant(config.ClassWeights, device);
        alpha = Constant(config.Alpha, device);
    }

    /// <summary>What it is called after its head: mmsegmentation's names.</summary>
    public string Name => config.Name switch
    {
        LossKind.CrossEntropy => "loss_ce",
        LossKind.BinaryCrossEntropy => "loss_bce",
        LossKind.Focal => "loss_focal",
        _ => "loss_dice",
    };

    /// <summary>Factor in the total.</summary>
    public double Weight => config.Weight;

    /// <summary>Whether the loss can be taken straight from logits at the head's stride, by <see cref="FusedCrossEntropy"/>.</summary>
    public bool IsFused => alpha.Device.IsCpu && config.Name == LossKind.CrossEntropy && config.Ohem is null;

    /// <summary>
    /// The unweighted loss, and the accuracy, of logits (N,C,h,w) at the head's stride against labels (N,H,W); where <see cref="IsFused"/>.
    /// </summary>
    public (Tensor Loss, Tensor AccuracyPercent, double Divisor, double Valid) ComputeFused(
        Tensor logits, Tensor labels, bool alignCorners) =>
        FusedCrossEntropy.Mean(
            logits, labels, ignore, config.Average, [.. config.ClassWeights.Select(weight => (float)weight)], alignCorners);

    /// <summary>The unweighted loss of logits (N,C,H,W) against labels (N,H,W).</summary>
    public Tensor Compute(Tensor logits, Tensor labels) => config.Name switch
    {
        LossKind.CrossEntropy => CrossEntropy.Mean(
            logits, labels, ignore, config.Average, classWeights,
            config.Ohem is { } ohem ? OhemSelection.Weights(logits, labels, ignore, ohem, classWeights) : null),
        LossKind.BinaryCrossEntropy => BinaryCrossEntropy.Mean(logits, labels, ignore, config.Average, classWeights),
        LossKind.Focal => FocalLoss.Mean(logits, labels, ignore, config.Gamma, alpha, classWeights),
        _ => DiceLoss.Mean(logits, labels, ignore, config.Smooth, config.Exponent, classWeights),
    };

    /// <summary>What <see cref="Compute"/> divided by; null where it is a mean over images.</summary>
    /// <param name="labels">(N,H,W).</param>
    public LossDivisor? Over(Tensor labels) => config switch
    {
        { Name: LossKind.Dice } => null,
        { Name: LossKind.Focal } or { Average: PixelAverage.AllPixels } => new LossDivisor(labels.Count),
        _ => LossDivisor.Of(
            () => CrossEntropy.Divisor(labels, ignore, config.Average == PixelAverage.ValidWeights ? classWeights : null)),
    };

    public void Dispose()
    {
        classWeights?.Dispose();
        alpha.Dispose();
    }

    private static Tensor Constant(IReadOnlyList<double> values, Device device)
    {
        using var scope = TensorScope.Open();
        return Tensor.From<float>([.. values.Select(value => (float)value)], values.Count).To(device).Keep();
    }
}
