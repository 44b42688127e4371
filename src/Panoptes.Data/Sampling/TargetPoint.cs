using Panoptes.Data.Samples;
using Panoptes.Imaging.Photometrics;

namespace Panoptes.Data.Sampling;

/// <summary>Draws a pixel of a segment's mask.</summary>
internal static class TargetPoint
{
    /// <summary>The target with a pixel of its mask, each as likely, as the point that the crop must show.</summary>
    /// <param name="target">The target.</param>
    /// <param name="sample">Its sample, read with its segments, or objects where it has none.</param>
    /// <param name="random">Where the draw comes from.</param>
    public static CropTarget Draw(CropTarget target, Sample sample, IRandomSource random)
    {
        var (box, id) = (target.Segment.Box, target.Segment.Id);
        var at = random.Integer(0, Math.Max(1, target.Segment.Area));
        var isAt = Mask(sample, id);
        for (var y = box.Top; y < box.Bottom; y++)
        {
            for (var x = box.Left; x < box.Right; x++)
            {
                if (isAt(x, y) && at-- == 0)
                {
                    return target with { Point = (x + 0.5, y + 0.5) };
                }
            }
        }

        return target;
    }

    private static Func<int, int, bool> Mask(Sample sample, long id)
    {
        if (sample.Segments is { } map)
        {
            return (x, y) => map.Ids[x, y] == id;
        }

        var mask = sample.Instances!.First(found => found.Id == id).Mask.Decode();
        return (x, y) => mask[x, y] != 0;
    }
}
