using Panoptes.Imaging.Masks;
using Panoptes.Metrics.Atlas.Segments;

namespace Panoptes.Metrics.Atlas.Maps;

/// <summary>A segment whose runs of pixels are still coming in.</summary>
internal sealed class GrowingSegment(MapLabel label, long first)
{
    private int left = int.MaxValue;
    private int top = int.MaxValue;
    private int right;
    private int bottom;
    private long area;

    public void Add(int x, int y, int length)
    {
        (left, top, right, bottom) = (Math.Min(left, x), Math.Min(top, y), Math.Max(right, x + length), Math.Max(bottom, y + 1));
        area += length;
    }

    public AtlasSegment ToSegment() =>
        new(label.Class, area, new MaskBox(left, top, right - left, bottom - top))
        {
            IsCrowd = label.IsCrowd,
            First = first,
            Score = label.Score,
        };
}
