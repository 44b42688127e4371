using Panoptes.Tensors;

namespace Panoptes.Models.Detection.Boxes;

/// <summary>
/// The boxes that a region proposal network starts from (Ren et al. 2015, section 3.1.1; detectron2, DefaultAnchorGenerator with an offset
/// of 0).
/// </summary>
public static class AnchorGrid
{
    /// <summary>Anchors of a map: around the top left corner of every pixel one of each ratio, all of the same area.</summary>
    /// <param name="size">Square root of the area, in pixels of the image.</param>
    /// <param name="ratios">Heights over widths, each above 0.</param>
    /// <param name="stride">Pixels of the image between pixels of the map.</param>
    /// <param name="height">The map's height.</param>
    /// <param name="width">The map's width.</param>
    /// <returns>(height * width * ratios, 4) float32 on the CPU, row by row, column by column, then in the order of the ratios.</returns>
    public static Tensor Of(double size, IReadOnlyList<double> ratios, int stride, int height, int width)
    {
        ArgumentNullException.ThrowIfNull(ratios);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(stride);
        float[] cell = [.. ratios.SelectMany(ratio => Cell(size, ratio))];
        var anchors = new float[height * width * cell.Length];
        for (var (y, at) = (0, 0); y < height; y++)
        {
            for (var x = 0; x < width; x++, at += cell.Length)
            {
                for (var k = 0; k < cell.Length; k++)
                {
                    anchors[at + k] = cell[k] + (stride * ((k & 1) == 0 ? x : y));
                }
            }
        }

        return Tensor.From(anchors, (long)height * width * ratios.Count, 4);
    }

    private static float[] Cell(double size, double ratio)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(ratio);
        var width = Math.Sqrt(size * size / ratio);
        var (right, bottom) = ((float)(width / 2), (float)(ratio * width / 2));
        return [-right, -bottom, right, bottom];
    }
}
