using Panoptes.Imaging;

namespace Panoptes.Data.Classes;

/// <summary>Colors for classes that come without: the Pascal VOC palette, which spreads the bits of the index over the channels.</summary>
public static class DefaultColors
{
    /// <summary>The color of a class.</summary>
    /// <param name="index">0 and above; the first is not black.</param>
    public static Rgb Of(int index)
    {
        int r = 0, g = 0, b = 0;
        for (int bits = index + 1, shift = 7; bits > 0 && shift >= 0; bits >>= 3, shift--)
        {
            r |= (bits & 1) << shift;
            g |= ((bits >> 1) & 1) << shift;
            b |= ((bits >> 2) & 1) << shift;
        }

        return new Rgb((byte)r, (byte)g, (byte)b);
    }
}
