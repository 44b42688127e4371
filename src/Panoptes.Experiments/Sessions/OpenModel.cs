using Panoptes.Models.Segmenters;
using Panoptes.Tensors;
using Panoptes.Training.Evaluation.Predictions;

namespace Panoptes.Experiments.Sessions;

/// <summary>A network that is filled, and what predicts with it; owns the network.</summary>
/// <param name="Network">The network.</param>
/// <param name="Predictor">What predicts with it.</param>
/// <param name="Device">Where it lies.</param>
internal sealed record OpenModel(Segmenter Network, Predictor Predictor, Device Device) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose() => Network.Dispose();
}
