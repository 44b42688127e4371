using Panoptes.Foundation;

namespace Panoptes.Data;

/// <summary>Checks a COCO box.</summary>
internal static class BoxCheck
{
    /// <summary>What is wrong with [x, y, width, height], or null.</summary>
    public static InputException? Problem(JsonAt box, int width, int height)
    {
        var values = box.Items().Select(v => v.Number()).ToArray();
        if (values.Length != 4)
        {
            return box.Wrong("[x, y, width, height]");
        }

        // A pixel of slack: tools round boxes in different ways.
        var inside = values[0] >= -1 && values[1] >= -1 && values[2] >= 0 && values[3] >= 0 && values[0] + values[2] <= width + 1 && values[1] + values[3] <= height + 1;
        return inside ? null : box.Wrong($"[x, y, width, height] inside of {width}x{height}", "check that it is not [x0, y0, x1, y1]");
    }
}
