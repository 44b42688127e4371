using Panoptes.Tensors;

namespace Panoptes.Models.Detection.Views;

/// <summary>
/// Merges what a detector says of several views of one image: their boxes are pooled and suppressed as those of one view are, masks are
/// asked for anew in the boxes that stay, in every view, and averaged; so are the probabilities of stuff (detectron2,
/// GeneralizedRCNNWithTTA; CUPS, panoptic_fpn_tta.py). Without gradients; results belong to the innermost open scope.
/// </summary>
/// <param name="views">The views.</param>
/// <param name="height">The image's height in pixels.</param>
/// <param name="width">The image's width in pixels.</param>
public sealed class ViewMerge(IReadOnlyList<ImageView> views, int height, int width)
{
    /// <summary>The boxes of all views, one view after the other, where they lie in the image.</summary>
    /// <param name="found">Of each view, in its own pixels.</param>
    public SureBoxes Pool(IReadOnlyList<SureBoxes> found)
    {
        ArgumentNullException.ThrowIfNull(found);
        using var noGrad = Autograd.NoGrad();
        using var scope = TensorScope.Open();
        return new SureBoxes(
            Ops.Cat([.. views.Zip(found, (view, own) => view.ToImage(own.Boxes, height, width))], 0),
            Ops.Cat([.. found.Select(own => own.Scores)], 0),
            Ops.Cat([.. found.Select(own => own.Classes)], 0)).Return(scope);
    }

    /// <summary>The boxes of all views that stay, and their masks averaged over the views.</summary>
    /// <param name="found">Of each view, in its own pixels.</param>
    /// <param name="config">Thresholds; the same as within a view, where CUPS has a higher score for the pool.</param>
    /// <param name="masks">
    /// Takes the place of a view, boxes (M, 4) in its pixels and their classes (M), and gives the probability that a pixel of the box is
    /// inside, (M, s, s).
    /// </param>
    /// <returns>Objects in pixels of the image, the surest first.</returns>
    public FoundBoxes Objects(IReadOnlyList<SureBoxes> found, FindingConfig config, Func<int, Tensor, Tensor, Tensor> masks)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(masks);
        using var noGrad = Autograd.NoGrad();
        using var scope = TensorScope.Open();
        var pool = Pool(found);
        var kept = BoxFinder.Best(pool.Rows(pool.Scores.Gt(config.Score).Nonzero().Select(1, 0)), (height, width), config);
        return new FoundBoxes(kept.Boxes, kept.Scores, kept.Classes, Mean(place =>
            views[place].Upright(masks(place, views[place].FromImage(kept.Boxes, height, width), kept.Classes)))).Return(scope);
    }

    /// <summary>How likely each kind of stuff is at every pixel of the image: the mean over the views.</summary>
    /// <param name="logits">Takes the place of a view and gives its logits (S + 1, h, w), which show the view and no padding.</param>
    /// <returns>(S + 1, height, width) float32, 0 to 1.</returns>
    public Tensor Stuff(Func<int, Tensor> logits)
    {
        ArgumentNullException.ThrowIfNull(logits);
        using var noGrad = Autograd.NoGrad();
        return Mean(place =>
        {
            var own = views[place].Upright(logits(place)).Unsqueeze(0);
            var isOfImage = own.Size(2) == height && own.Size(3) == width;
            return (isOfImage ? own : own.Contiguous().UpsampleBilinear2d([height, width], false)).Squeeze(0).Softmax(0);
        });
    }

    // One view at a time: those of all would fill the memory.
    private Tensor Mean(Func<int, Tensor> ofView)
    {
        using var scope = TensorScope.Open();
        Tensor? sum = null;
        for (var place = 0; place < views.Count; place++)
        {
            using var inner = TensorScope.Open();
            var own = ofView(place);
            if (sum is null)
            {
                sum = inner.Return(own + 0);
            }
            else
            {
                sum.AddInPlace(own);
            }
        }

        sum?.DivInPlace(views.Count);
        return scope.Return(sum!);
    }
}
