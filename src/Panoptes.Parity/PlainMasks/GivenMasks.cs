using Panoptes.Models.Outputs;
using Panoptes.Models.Segmenters;
using Panoptes.Tensors;

namespace Panoptes.Parity.PlainMasks;

/// <summary>A network whose answers are given: one image's after the other, whatever it is shown, which it remembers.</summary>
/// <param name="classLogits">(images, queries, classes + 1).</param>
/// <param name="maskLogits">(images, queries, h, w).</param>
/// <param name="side">Side in pixels of the square that it pads images to with zeros.</param>
internal sealed class GivenMasks(Tensor classLogits, Tensor maskLogits, int side) : Segmenter
{
    private int calls;

    /// <summary>The padded images that it was shown, (1, 3, side, side) each.</summary>
    public List<Tensor> Seen { get; } = [];

    /// <inheritdoc/>
    public override int NumClasses => (int)classLogits.Size(2) - 1;

    /// <inheritdoc/>
    public override Type OutputKind => typeof(MaskSet);

    /// <inheritdoc/>
    public override SegmenterOutputs Forward(Tensor images)
    {
        var padded = images.ConstantPadNd([0, side - images.Size(3), 0, side - images.Size(2)]);
        Seen.Add(padded.Clone().Keep());
        var (classes, masks) = (classLogits.Narrow(0, calls, 1).Clone(), maskLogits.Narrow(0, calls, 1).Clone());
        calls++;
        return new MaskSet([new MaskPrediction(classes, masks.Flatten(2), masks, masks.Narrow(1, 0, 1).Clone())], (side, side));
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        Seen.ForEach(image => image.Dispose());
        base.Dispose(disposing);
    }
}
