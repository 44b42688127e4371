using Panoptes.Imaging;
using Panoptes.Imaging.Predictions;
using Panoptes.Models.Outputs.Readings;
using Panoptes.Tensors;

namespace Panoptes.Models.Outputs;

/// <summary>A set of masks, each with a class: what Mask2Former and its kind put out (Cheng et al. 2022, section 3.1).</summary>
/// <param name="Layers">
/// Predictions, the last layer's last. In training there is one before the first decoder layer and one after each, for deep supervision; in
/// evaluation there is the last alone.
/// </param>
/// <param name="PaddedSize">
/// Height and width of the images after padding to the network's stride, at the bottom and on the right: what the whole of a mask covers. A
/// mask is resized to this size first and cropped to the images' own afterwards.
/// </param>
public sealed record MaskSet(IReadOnlyList<MaskPrediction> Layers, (int Height, int Width) PaddedSize) : MaskOutputs
{
    /// <summary>The last layer's prediction: the network's answer.</summary>
    public MaskPrediction Last => Layers[^1];

    /// <inheritdoc/>
    public override IEnumerable<Tensor> Logits => [Last.ClassLogits, Last.MaskLogits];

    /// <inheritdoc/>
    public override MaskOutputs Return(TensorScope scope)
    {
        ArgumentNullException.ThrowIfNull(scope);
        var (classes, embeddings, masks, features) = Last;
        scope.Return(classes, embeddings, masks, features);
        return this with { Layers = [Last] };
    }

    /// <inheritdoc/>
    public override Plane<ushort> Labels(int image, ReadingSize size) => SemanticReading.Labels(this, image, size);

    /// <inheritdoc/>
    public override Tensor Scores(int image, ReadingSize size) => SemanticReading.Scores(this, image, size);

    /// <inheritdoc/>
    public override PanopticPrediction Panoptic(int image, ReadingSize size, Func<int, bool> isThing, PanopticOptions options) =>
        PanopticReading.Read(this, image, size, isThing, options);

    /// <inheritdoc/>
    public override InstancePrediction Instances(int image, ReadingSize size, Func<int, bool> isThing, int most) =>
        InstanceReading.Read(this, image, size, isThing, most);
}
