using Panoptes.Data.Loading;
using Panoptes.Training.Matching;

namespace Panoptes.Training.Supervision.Kernels;

/// <summary>The boxes of true masks, in the order of <see cref="MaskTruth.Masks"/>.</summary>
internal static class TrueBoxes
{
    /// <summary>
    /// Widths and heights in pixels; of segments those of the pixels that a batch shows, of objects those that are given.
    /// </summary>
    public static (double Width, double Height)[] Of(Batch batch, MaskSource source, int image)
    {
        if (source == MaskSource.Instances)
        {
            return [.. batch.Targets.Instances![image].Select(instance => (instance.Box.Width, instance.Box.Height))];
        }

        return Array.ConvertAll(
            SegmentRectangles.Of(batch, image),
            box => ((double)Math.Max(0, box.Right - box.Left), (double)Math.Max(0, box.Bottom - box.Top)));
    }
}
