using Panoptes.Data.Pasting;
using Panoptes.Imaging;
using Panoptes.Imaging.Geometries;

namespace Panoptes.Parity.Pasting;

/// <summary>
/// PyTorch's interpolate with a factor (aten/src/ATen/native/UpSample.h): positions follow from the factor itself, not from the sizes,
/// but an axis whose length does not change is copied; masks take floor(i / factor), so they lie up to half a pixel beside the colors.
/// </summary>
internal static class TorchResize
{
    /// <summary>Resizes mask and colors.</summary>
    /// <param name="cutout">The object.</param>
    /// <param name="geometry">Says the size that is kept and whether left and right are swapped.</param>
    /// <param name="scale">The factor.</param>
    public static ObjectCutout Move(ObjectCutout cutout, Geometry geometry, double scale)
    {
        var (width, height) = (cutout.Mask.Width, cutout.Mask.Height);
        var columns = Places(width, Math.Max(1, (int)(width * scale)), scale);
        var rows = Places(height, Math.Max(1, (int)(height * scale)), scale);
        if (geometry.MirrorX)
        {
            Array.Reverse(columns);
        }

        var mask = new Plane<byte>(geometry.Width, geometry.Height);
        var colors = new float[3 * mask.Pixels.Length];
        for (var i = 0; i < mask.Pixels.Length; i++)
        {
            var (column, row) = (columns[i % mask.Width], rows[i / mask.Width]);
            mask.Pixels[i] = cutout.Mask[column.Nearest, row.Nearest];
            for (var channel = 0; channel < 3; channel++)
            {
                colors[(channel * mask.Pixels.Length) + i] = Blend(
                    cutout.Colors.AsSpan(channel * width * height, width * height), width, column, row);
            }
        }

        return new ObjectCutout(cutout.TrainId, mask, colors, cutout.Source);
    }

    private static Place[] Places(int before, int after, double scale) => [.. Enumerable.Range(0, after).Select(i =>
    {
        var at = before == after ? i : Math.Max(0, ((i + .5) / scale) - .5);
        var first = Math.Min((int)at, before - 1);
        var nearest = before == after ? i : after == 2 * before ? i / 2 : Math.Min((int)(i / scale), before - 1);
        return new Place(nearest, first, Math.Min(first + 1, before - 1), at - first);
    })];

    private static float Blend(ReadOnlySpan<float> plane, int width, Place column, Place row)
    {
        var above = Mix(plane[(row.First * width) + column.First], plane[(row.First * width) + column.Second], column.Share);
        var below = Mix(plane[(row.Second * width) + column.First], plane[(row.Second * width) + column.Second], column.Share);
        return (float)Mix(above, below, row.Share);
    }

    private static double Mix(double one, double other, double share) => ((1 - share) * one) + (share * other);

    private readonly record struct Place(int Nearest, int First, int Second, double Share);
}
