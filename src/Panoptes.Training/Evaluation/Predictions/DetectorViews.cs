using Panoptes.Models.Detection;
using Panoptes.Models.Detection.Views;
using Panoptes.Models.Outputs;
using Panoptes.Models.Outputs.Readings;
using Panoptes.Models.Outputs.Readings.Boxes;
using Panoptes.Models.Segmenters;
using Panoptes.Tensors;

namespace Panoptes.Training.Evaluation.Predictions;

/// <summary>
/// What a detector says of the views of one image. Masks are asked for in boxes of all views together, so the pyramid of each is kept until
/// then: 0.65 GB in float32 for an image of 1024x2048 pixels at scales 0.5, 0.75 and 1, mirrored too. To run each view twice, as CUPS does,
/// would keep one at a time and take twice as long.
/// </summary>
/// <param name="detector">The network.</param>
/// <param name="height">Height of the prediction in pixels.</param>
/// <param name="width">Width of the prediction in pixels.</param>
internal sealed class DetectorViews(MaskRcnn detector, int height, int width)
{
    private readonly List<Seen> seen = [];

    /// <summary>Takes a view's outputs and finds its boxes.</summary>
    /// <param name="view">The view.</param>
    /// <param name="outputs">What <see cref="MaskRcnn.Look"/> gave of it alone.</param>
    /// <returns>What is kept, which belongs to the innermost open scope.</returns>
    public Seen Add(ImageView view, Detections outputs)
    {
        var proposals = outputs.Propose().Select(each => each.Boxes).ToArray();
        var boxes = BoxFinder.FindBoxes(detector.Heads, outputs.Pyramid, proposals, outputs.Size, detector.Finding)[0];
        seen.Add(new Seen(view, outputs, boxes));
        return seen[^1];
    }

    /// <summary>The objects of all views, in pixels of the prediction; they belong to the innermost open scope.</summary>
    public FoundBoxes Objects() => Merge.Objects(
        [.. seen.Select(each => each.Boxes)], detector.Finding,
        (place, boxes, classes) => BoxFinder.OwnMasks(detector.Heads, seen[place].Outputs.Pyramid, [boxes], [classes]));

    /// <summary>How likely stuff is, (S + 1, height, width), in the innermost open scope; null of a network that knows none.</summary>
    public Tensor? Stuff() => detector.HasStuff
        ? Merge.Stuff(place => BoxReading.SemanticLogits(
            seen[place].Outputs, 0, ReadingSize.Same(seen[place].View.Height, seen[place].View.Width)))
        : null;

    private ViewMerge Merge => new([.. seen.Select(each => each.View)], height, width);

    /// <summary>A view, what the network put out, and its boxes.</summary>
    internal sealed record Seen(ImageView View, Detections Outputs, SureBoxes Boxes)
    {
        /// <summary>Hands what is kept to the scope around another.</summary>
        public void Return(TensorScope scope)
        {
            Outputs.Return(scope);
            Boxes.Return(scope);
        }
    }
}
