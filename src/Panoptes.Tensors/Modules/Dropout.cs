namespace Panoptes.Tensors.Modules;

/// <summary>In training sets elements to zero at random and scales the others up (Srivastava et al. 2014).</summary>
/// <param name="probability">Share of zeros, 0 to 1.</param>
public sealed class Dropout(double probability = 0.5) : Layer
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => IsTraining && probability > 0 ? x.Dropout(probability, true) : x;
}

/// <summary>In training sets whole channels of N, C, H, W to zero at random and scales the others up (Tompson et al. 2015).</summary>
/// <param name="probability">Share of zeros, 0 to 1.</param>
public sealed class Dropout2d(double probability = 0.5) : Layer
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => IsTraining && probability > 0 ? x.FeatureDropout(probability, true) : x;
}
