using Panoptes.Models.Detection.Views;
using Panoptes.Tensors;

namespace Panoptes.Models.Outputs.Views;

/// <summary>
/// Joins what a network that makes sets of masks or kernels says of several views of images. Nothing in one view is named as in another,
/// so things are known by class and place (IoU above 0.5): of each group of views that see the same, masks are averaged over the views that
/// have it, scores over all views, to which those without it give 0, as weighted boxes fusion does (Solovyev et al. 2021). A score is then
/// what the mean of the views' predictions gives, never more for a view that is less sure, and a threshold means what it does for one view.
/// </summary>
public static class MaskViews
{
    /// <summary>
    /// Whether what a network puts out can be joined; of two-stage detectors only with their heads (<see cref="ViewMerge"/>).
    /// </summary>
    /// <param name="outputs">The kind of outputs.</param>
    public static bool CanJoin(Type outputs) => outputs == typeof(MaskSet) || outputs == typeof(KernelMaps);

    /// <summary>The outputs of a view with no more than what is read of them, handed to the scope around another.</summary>
    /// <param name="outputs">What the network put out.</param>
    /// <param name="scope">The scope that the tensors belong to.</param>
    public static MaskOutputs Keep(MaskOutputs outputs, TensorScope scope)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        if (outputs is not MaskSet set)
        {
            return outputs.Return(scope);
        }

        // The features of the pixels are most of it, and masks are made of them already.
        var (classes, _, masks, _) = set.Last;
        return new MaskSet([new MaskPrediction(classes, Tensor.Empty([0]), masks, Tensor.Empty([0]))], set.PaddedSize).Return(scope);
    }

    /// <summary>Joins the views of one image.</summary>
    /// <param name="views">The views, and what the network put out for each.</param>
    /// <param name="image">Which image of the batch.</param>
    /// <param name="height">Height of the prediction in pixels.</param>
    /// <param name="width">Width of the prediction in pixels.</param>
    /// <param name="most">How many objects an image may have, at least 1: as many masks of a set are kept at least.</param>
    /// <returns>
    /// What a network would put out for one image of height x width pixels, without features; belongs to the innermost open scope.
    /// </returns>
    public static MaskOutputs Join(
        IReadOnlyList<(ImageView View, MaskOutputs Outputs)> views, int image, int height, int width, int most)
    {
        ArgumentNullException.ThrowIfNull(views);
        using var noGrad = Autograd.NoGrad();
        return views[0].Outputs is MaskSet
            ? MaskSetViews.Join([.. views.Select(each => (each.View, (MaskSet)each.Outputs))], image, (height, width), most)
            : KernelViews.Join([.. views.Select(each => (each.View, (KernelMaps)each.Outputs))], image, (height, width));
    }
}
