using Panoptes.Imaging.Masks;

namespace Panoptes.Metrics.Atlas.Counting;

/// <summary>The cells that an image is divided into, to tell where in the image errors are.</summary>
public static class AtlasGrid
{
    /// <summary>Cells side by side.</summary>
    public const int Columns = 12;

    /// <summary>Rows of cells.</summary>
    public const int Rows = 8;

    /// <summary>How many cells there are.</summary>
    public const int Cells = Columns * Rows;

    /// <summary>The cell of a pixel, row by row from the upper left.</summary>
    public static int CellOf(int x, int y, int width, int height) =>
        (Math.Min(Rows - 1, (int)((long)y * Rows / height)) * Columns) + Math.Min(Columns - 1, (int)((long)x * Columns / width));

    /// <summary>The cell of a box's center.</summary>
    public static int CellOf(MaskBox box, int width, int height) => CellOf(
        Math.Clamp((int)(box.X + (box.Width / 2)), 0, width - 1), Math.Clamp((int)(box.Y + (box.Height / 2)), 0, height - 1),
        width, height);
}
