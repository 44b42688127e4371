using Panoptes.Imaging;
using Panoptes.Imaging.Masks;
using Panoptes.Metrics.Pixels;

namespace Panoptes.Metrics.Instances;

/// <summary>The band inside a mask's outline that boundary IoU compares (Cheng et al. 2021): 2 % of the image's diagonal wide.</summary>
public static class MaskBoundary
{
    /// <summary>The boundary of a mask, as a mask of the same size; only the box round it is decoded.</summary>
    public static RunLengthMask Of(RunLengthMask mask, double ratio = LabelBoundary.DilationRatio)
    {
        ArgumentNullException.ThrowIfNull(mask);
        if (mask.Area == 0)
        {
            return mask;
        }

        var box = mask.Box;
        var (left, top, width, height) = ((int)box.X, (int)box.Y, (int)box.Width, (int)box.Height);
        var inside = mask.Decode(left, top, width, height);
        var radius = LabelBoundary.Radius(mask.Width, mask.Height, ratio);
        var band = new Plane<byte>(width, height, LabelBoundary.Of(inside.Pixels, width, height, radius));
        return RunLengthMask.Encode(band, left, top, mask.Width, mask.Height);
    }
}
