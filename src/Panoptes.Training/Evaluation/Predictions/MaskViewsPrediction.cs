using Panoptes.Imaging;
using Panoptes.Imaging.Predictions;
using Panoptes.Models.Detection.Views;
using Panoptes.Models.Outputs;
using Panoptes.Models.Outputs.Readings;
using Panoptes.Models.Outputs.Views;
using Panoptes.Tensors;

namespace Panoptes.Training.Evaluation.Predictions;

/// <summary>
/// What a network that makes masks says of several views of images: segments and objects of the joined masks, classes of the mean of the
/// views' class scores.
/// </summary>
/// <param name="views">The views, and what is kept of the network's outputs for each.</param>
/// <param name="images">Images in the batch.</param>
/// <param name="height">Height of the prediction in pixels.</param>
/// <param name="width">Width of the prediction in pixels.</param>
/// <param name="reading">How masks are read.</param>
internal sealed class MaskViewsPrediction(
    IReadOnlyList<(ImageView View, MaskOutputs Outputs)> views, int images, int height, int width, ReadingOptions reading)
    : IBatchPrediction
{
    private readonly PanopticPrediction?[] panoptic = new PanopticPrediction?[images];
    private readonly InstancePrediction?[] instances = new InstancePrediction?[images];
    private IReadOnlyList<Plane<ushort>>? labels;

    /// <inheritdoc/>
    public IReadOnlyList<Plane<ushort>> Labels()
    {
        using var scope = TensorScope.Open();
        return labels ??= Classes().Labels();
    }

    /// <inheritdoc/>
    public IReadOnlyList<Plane<ushort>> SureLabels(double least, ushort otherwise)
    {
        using var scope = TensorScope.Open();
        return Classes().SureLabels(least, otherwise);
    }

    /// <inheritdoc/>
    public (IReadOnlyList<Plane<ushort>> Labels, IReadOnlyList<double>? NegativeLogLikelihoods) Compare(
        IReadOnlyList<Plane<ushort>> truth, int ignore) => (Labels(), null);

    /// <inheritdoc/>
    public PanopticPrediction Panoptic(int image)
    {
        using var scope = TensorScope.Open();
        return panoptic[image] ??= Joined(image).Panoptic(0, Size, reading.Things.Contains, reading.Panoptic);
    }

    /// <inheritdoc/>
    public InstancePrediction Instances(int image)
    {
        using var scope = TensorScope.Open();
        return instances[image] ??= Joined(image).Instances(0, Size, reading.Things.Contains, reading.MaxDetections);
    }

    /// <inheritdoc/>
    public Tensor? Probabilities(int image)
    {
        using var scope = TensorScope.Open();
        return scope.Return(Mean(image).ClampMax(1));
    }

    private ReadingSize Size => ReadingSize.Same(height, width);

    private MaskOutputs Joined(int image) => MaskViews.Join(views, image, height, width, reading.MaxDetections);

    private ClassMap Classes() =>
        new(Ops.Stack([.. Enumerable.Range(0, images).Select(Mean)]), height, width, areProbabilities: true) { HasLikelihood = false };

    // (K, height, width): the class scores of a view at its own size, then at the prediction's, as windows and views of any network are.
    private Tensor Mean(int image)
    {
        using var noGrad = Autograd.NoGrad();
        using var scope = TensorScope.Open();
        Tensor? sum = null;
        foreach (var (view, outputs) in views)
        {
            using var inner = TensorScope.Open();
            var scores = view.Upright(outputs.Scores(image, ReadingSize.Same(view.Height, view.Width)).Unsqueeze(0));
            var full = Upsampling.ToSize(scores, height, width).Squeeze(0);
            if (sum is null)
            {
                sum = inner.Return(full + 0);
            }
            else
            {
                sum.AddInPlace(full);
            }
        }

        return scope.Return(sum!.DivInPlace(views.Count));
    }
}
