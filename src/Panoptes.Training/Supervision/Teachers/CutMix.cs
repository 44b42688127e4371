using Panoptes.Imaging.Geometries;
using Panoptes.Tensors;

namespace Panoptes.Training.Supervision.Teachers;

/// <summary>
/// Fills a box of each image of a batch with what another image of it shows there (CutMix). Images, labels and confidences are mixed by the
/// same boxes (<see cref="Panoptes.Data.Configuration.CutMixConfig"/>), so that they still belong together.
/// </summary>
public static class CutMix
{
    /// <summary>The image that a box is filled from: the next one, and the first for the last.</summary>
    /// <param name="item">The image with the box.</param>
    /// <param name="count">How many images there are.</param>
    public static int SourceOf(int item, int count) => (item + 1) % count;

    /// <summary>Mixes one layer of a batch.</summary>
    /// <param name="layer">(N,3,H,W) images, (N,H,W) label maps or confidences, on any device; stays as it is.</param>
    /// <param name="boxes">N boxes inside of H and W; nothing is mixed where one is empty.</param>
    /// <returns>A tensor of the same shape, which the caller owns.</returns>
    public static Tensor Mix(Tensor layer, IReadOnlyList<PixelRectangle> boxes)
    {
        ArgumentNullException.ThrowIfNull(layer);
        ArgumentNullException.ThrowIfNull(boxes);
        var count = (int)layer.Size(0);
        ArgumentOutOfRangeException.ThrowIfNotEqual(boxes.Count, count);
        var mixed = layer.Clone();
        for (var item = 0; item < count; item++)
        {
            if (!boxes[item].IsEmpty)
            {
                Part(mixed, item, boxes[item]).CopyInPlace(Part(layer, SourceOf(item, count), boxes[item]));
            }
        }

        return mixed;
    }

    private static Tensor Part(Tensor layer, int item, PixelRectangle box) =>
        layer.Select(0, item).Narrow(-2, box.Top, box.Height).Narrow(-1, box.Left, box.Width);
}
