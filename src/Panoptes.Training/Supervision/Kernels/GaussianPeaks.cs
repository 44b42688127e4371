namespace Panoptes.Training.Supervision.Kernels;

/// <summary>
/// Targets of centers: a bell round each, as wide as the center may stray before the box misses too much (Law and Deng 2018, "CornerNet";
/// panopticfcn/gt_generate.py).
/// </summary>
public static class GaussianPeaks
{
    // The least overlap of a box with one whose center strays by the radius.
    private const double Overlap = 0.7;

    /// <summary>How far a box's center may stray in positions: the least of CornerNet's three cases.</summary>
    /// <param name="width">The box's width in positions, above 0.</param>
    /// <param name="height">The box's height in positions, above 0.</param>
    public static double Radius(double width, double height)
    {
        var (side, area) = (width + height, width * height);
        var one = (side + Math.Sqrt((side * side) - (4 * area * (1 - Overlap) / (1 + Overlap)))) / 2;
        var two = ((2 * side) + Math.Sqrt((4 * side * side) - (16 * area * (1 - Overlap)))) / 2;
        var three = ((-2 * Overlap * side) + Math.Sqrt((4 * Overlap * Overlap * side * side) + (16 * Overlap * (1 - Overlap) * area))) / 2;
        return Math.Min(one, Math.Min(two, three));
    }

    /// <summary>Raises a map to a bell of height 1 where that is higher.</summary>
    /// <param name="map">The map, row by row.</param>
    /// <param name="width">Its width.</param>
    /// <param name="x">Column of the center.</param>
    /// <param name="y">Row of the center.</param>
    /// <param name="radius">Positions on each side, at least 0.</param>
    public static void Draw(Span<float> map, int width, int x, int y, int radius)
    {
        var height = map.Length / width;
        var deviation = ((2 * radius) + 1) / 3.0;
        for (var row = Math.Max(0, y - radius); row <= Math.Min(height - 1, y + radius); row++)
        {
            for (var column = Math.Max(0, x - radius); column <= Math.Min(width - 1, x + radius); column++)
            {
                var square = ((row - y) * (row - y)) + ((column - x) * (column - x));
                var value = (float)Math.Exp(-square / (2 * deviation * deviation));
                map[(row * width) + column] = Math.Max(map[(row * width) + column], value);
            }
        }
    }
}
