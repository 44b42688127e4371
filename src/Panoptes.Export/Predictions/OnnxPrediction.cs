using Panoptes.Imaging;
using Panoptes.Imaging.Predictions;
using Panoptes.Inference.Contracts;
using Panoptes.Inference.Networks;
using Panoptes.Inference.Readings;
using Panoptes.Training.Evaluation.Predictions;

namespace Panoptes.Export.Predictions;

/// <summary>What a graph says of one image, as evaluation takes it.</summary>
internal sealed class OnnxPrediction(ModelContract contract, PreparedImage image, IReadOnlyList<NetworkOutput> outputs) : IBatchPrediction
{
    private readonly Lazy<Plane<ushort>> labels = new(() => NetworkReading.Labels(contract, image, outputs));

    /// <inheritdoc/>
    public IReadOnlyList<Plane<ushort>> Labels() => [labels.Value];

    /// <inheritdoc/>
    public IReadOnlyList<Plane<ushort>> SureLabels(double least, ushort otherwise) =>
        throw new NotSupportedException("a graph's labels are not read by their scores");

    /// <inheritdoc/>
    public (IReadOnlyList<Plane<ushort>> Labels, IReadOnlyList<double>? NegativeLogLikelihoods) Compare(
        IReadOnlyList<Plane<ushort>> truth, int ignore) => (Labels(), null);

    /// <inheritdoc/>
    public PanopticPrediction Panoptic(int index) => NetworkReading.Panoptic(contract, image, outputs);

    /// <inheritdoc/>
    public InstancePrediction Instances(int index) => NetworkReading.Instances(contract, image, outputs);
}
