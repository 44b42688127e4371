using Panoptes.Tensors;

namespace Panoptes.Training.Supervision.Teachers.Agreement;

/// <summary>Agreement of classes of pixels with a label map, where that has labels.</summary>
internal static class PixelAgreement
{
    /// <summary>Compares one image.</summary>
    /// <param name="probabilities">(K,H,W) floating; the largest counts.</param>
    /// <param name="labels">(H,W) train ids.</param>
    /// <param name="voidId">The train id of pixels without a label.</param>
    public static LabelAgreement Of(Tensor probabilities, Tensor labels, int voidId)
    {
        var classes = (int)probabilities.Size(0);
        var isLabeled = labels.Ne(voidId);
        var cells = (labels * classes) + probabilities.Argmax(0);
        var counts = Ops.Bincount(cells.MaskedSelect(isLabeled).To(DType.Int64), null, classes * classes).ToArray<long>();
        var (pixels, same, masks, overlap) = (0L, 0L, 0, 0.0);
        for (var id = 0; id < classes; id++)
        {
            var (taught, said) = (0L, 0L);
            for (var other = 0; other < classes; other++)
            {
                taught += counts[(id * classes) + other];
                said += counts[(other * classes) + id];
            }

            var common = counts[(id * classes) + id];
            (pixels, same) = (pixels + taught, same + common);
            (masks, overlap) = taught == 0 ? (masks, overlap) : (masks + 1, overlap + ((double)common / (taught + said - common)));
        }

        return new LabelAgreement(0, 0, pixels, same, masks, overlap);
    }
}
