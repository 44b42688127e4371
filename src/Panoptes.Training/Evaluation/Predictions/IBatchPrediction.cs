using Panoptes.Foundation;
using Panoptes.Imaging;
using Panoptes.Imaging.Predictions;
using Panoptes.Models.Outputs;
using Panoptes.Models.Outputs.Readings;
using Panoptes.Tensors;

namespace Panoptes.Training.Evaluation.Predictions;

/// <summary>
/// What a model says of a few images of one size, read when and as it is asked for. Its tensors belong to the scope in which it was made.
/// </summary>
public interface IBatchPrediction
{
    /// <summary>The best class of every pixel, one plane an image, as train ids.</summary>
    IReadOnlyList<Plane<ushort>> Labels();

    /// <summary>The best class of every pixel that is sure enough, one plane an image, as train ids.</summary>
    /// <param name="least">Scores below this are not sure enough, 0 to 1: of the softmax, or of masks the sum over queries.</param>
    /// <param name="otherwise">The label of pixels that are not sure.</param>
    IReadOnlyList<Plane<ushort>> SureLabels(double least, ushort otherwise);

    /// <summary>The best classes, and how unlikely the truth is.</summary>
    /// <param name="truth">Train ids, one plane an image, of the predictions' size.</param>
    /// <param name="ignore">The label that counts nowhere.</param>
    /// <returns>
    /// One plane an image, and for each image the sum over its valid pixels of -log of the label's probability; null where the model gives
    /// none. No image's sum depends on the others, so that it is the same in any batch.
    /// </returns>
    (IReadOnlyList<Plane<ushort>> Labels, IReadOnlyList<double>? NegativeLogLikelihoods) Compare(
        IReadOnlyList<Plane<ushort>> truth, int ignore);

    /// <summary>Segments that do not overlap.</summary>
    /// <param name="image">Which image of the batch.</param>
    /// <exception cref="InputException">The model, or the way that images pass through it, gives none.</exception>
    PanopticPrediction Panoptic(int image);

    /// <summary>Objects that may overlap, the surest first.</summary>
    /// <param name="image">Which image of the batch.</param>
    /// <exception cref="InputException">The model, or the way that images pass through it, gives none.</exception>
    InstancePrediction Instances(int image);

    /// <summary>How likely each class is at every pixel, (K,Height,Width) float32, 0 to 1; null where the model does not say.</summary>
    /// <param name="image">Which image of the batch.</param>
    Tensor? Probabilities(int image) => null;

    /// <summary>
    /// The masks that segments and objects are read from, and the sizes at which; null where the model makes none, or several views of an
    /// image were joined.
    /// </summary>
    (MaskOutputs Outputs, ReadingSize Size)? Masks => null;
}
