using Panoptes.Imaging;
using Panoptes.Imaging.Predictions;
using Panoptes.Models.Outputs;
using Panoptes.Models.Outputs.Readings;
using Panoptes.Tensors;

namespace Panoptes.Training.Evaluation.Predictions;

/// <summary>What a network that makes masks says, read as classes, segments or objects.</summary>
/// <param name="outputs">What the model put out, of whole images.</param>
/// <param name="images">Images in the batch.</param>
/// <param name="size">The sizes of the images in the network's input and of the predictions.</param>
/// <param name="reading">How it is read.</param>
internal sealed class MaskOutputsPrediction(MaskOutputs outputs, int images, ReadingSize size, ReadingOptions reading) : IBatchPrediction
{
    // Several ask: what counts, and what writes files. Reading resizes every mask.
    private readonly PanopticPrediction?[] panoptic = new PanopticPrediction?[images];
    private readonly InstancePrediction?[] instances = new InstancePrediction?[images];
    private IReadOnlyList<Plane<ushort>>? labels;

    /// <inheritdoc/>
    public (MaskOutputs Outputs, ReadingSize Size)? Masks => (outputs, size);

    /// <inheritdoc/>
    public IReadOnlyList<Plane<ushort>> Labels() =>
        labels ??= [.. Enumerable.Range(0, images).Select(image => outputs.Labels(image, size))];

    /// <inheritdoc/>
    public IReadOnlyList<Plane<ushort>> SureLabels(double least, ushort otherwise) =>
        [.. Enumerable.Range(0, images).Select(image => SureLabels(image, least, otherwise))];

    /// <inheritdoc/>
    public (IReadOnlyList<Plane<ushort>> Labels, IReadOnlyList<double>? NegativeLogLikelihoods) Compare(
        IReadOnlyList<Plane<ushort>> truth, int ignore) => (Labels(), null);

    /// <inheritdoc/>
    public PanopticPrediction Panoptic(int image) =>
        panoptic[image] ??= outputs.Panoptic(image, size, reading.Things.Contains, reading.Panoptic);

    /// <inheritdoc/>
    public InstancePrediction Instances(int image) =>
        instances[image] ??= outputs.Instances(image, size, reading.Things.Contains, reading.MaxDetections);

    // Sums over masks: where several queries see one thing, they may be more than 1.
    /// <inheritdoc/>
    public Tensor? Probabilities(int image) => outputs.Scores(image, size).ClampMax(1);

    private Plane<ushort> SureLabels(int image, double least, ushort otherwise)
    {
        using var scope = TensorScope.Open();
        var (score, best) = outputs.Scores(image, size).Max(0);
        return SurePixels.Of(score, best, least, otherwise);
    }
}
