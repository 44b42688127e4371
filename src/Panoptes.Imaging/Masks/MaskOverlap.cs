
namespace Panoptes.Imaging.Masks;

/// <summary>Overlap of run-length masks, never decoded (maskApi.c, rleIou).</summary>
public static class MaskOverlap
{
    /// <summary>
    /// Intersection over union of a detection with a ground truth; over the detection's area where that is a crowd. 0 where
    /// the boxes do not meet, whatever the sizes; -1 where they meet and the sizes differ.
    /// </summary>
    public static double IoU(RunLengthMask detection, RunLengthMask truth, bool crowd = false)
    {
        ArgumentNullException.ThrowIfNull(detection);
        ArgumentNullException.ThrowIfNull(truth);
        if (!(detection.Box.IoU(truth.Box, crowd) > 0))
        {
            return 0;
        }

        if (detection.Height != truth.Height || detection.Width != truth.Width)
        {
            return -1;
        }

        var (intersection, union) = detection.HasInnerEmptyRun || truth.HasInnerEmptyRun
            ? RunMerger.Overlap(detection.Counts, truth.Counts)
            : (Intersection(detection, truth), 0);
        if (intersection == 0)
        {
            return 0;
        }

        union = crowd ? detection.Area : union > 0 ? union : detection.Area + truth.Area - intersection;
        return (double)intersection / union;
    }

    /// <summary>Pixels in both masks.</summary>
    /// <exception cref="ArgumentException">The sizes differ.</exception>
    public static long Intersection(RunLengthMask first, RunLengthMask second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        if (first.Height != second.Height || first.Width != second.Width)
        {
            throw new ArgumentException($"masks of {first.Width}x{first.Height} and {second.Width}x{second.Height}", nameof(second));
        }

        // Two cursors over runs of 1, [start, end) each; the one that ends first moves on.
        var a = first.Counts;
        var b = second.Counts;
        if (a.Length < 2 || b.Length < 2)
        {
            return 0;
        }

        var (i, j) = (1, 1);
        var (startA, startB) = ((long)a[0], (long)b[0]);
        var (endA, endB) = (startA + a[1], startB + b[1]);
        long sum = 0;
        while (true)
        {
            sum += Math.Max(0, Math.Min(endA, endB) - Math.Max(startA, startB));
            if (endA <= endB)
            {
                if ((i += 2) >= a.Length)
                {
                    return sum;
                }

                startA = endA + a[i - 1];
                endA = startA + a[i];
            }
            else
            {
                if ((j += 2) >= b.Length)
                {
                    return sum;
                }

                startB = endB + b[j - 1];
                endB = startB + b[j];
            }
        }
    }
}
