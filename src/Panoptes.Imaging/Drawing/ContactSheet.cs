namespace Panoptes.Imaging.Drawing;

/// <summary>One picture of a contact sheet.</summary>
/// <param name="Image">The picture.</param>
/// <param name="Caption">A line above it; shortened where it does not fit.</param>
public sealed record ContactTile(RgbImage Image, string Caption);

/// <summary>Many pictures in one, in rows and columns with captions.</summary>
public static class ContactSheet
{
    private const int Gap = 6;
    private const int CaptionHeight = 14;

    /// <summary>Arranges pictures in a grid, row by row. Pictures larger than a cell are shrunk to fit it, smaller ones stay.</summary>
    /// <param name="tiles">The pictures; at least one.</param>
    /// <param name="columns">Pictures in a row, 1 or more.</param>
    /// <param name="cellWidth">Width of a cell in pixels; the widest picture's where 0.</param>
    /// <param name="cellHeight">Height of a cell in pixels; the highest picture's where 0.</param>
    /// <exception cref="ArgumentException">No picture.</exception>
    public static RgbImage Arrange(IReadOnlyList<ContactTile> tiles, int columns, int cellWidth = 0, int cellHeight = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(columns);
        if (tiles.Count == 0)
        {
            throw new ArgumentException("a contact sheet needs a picture", nameof(tiles));
        }

        columns = Math.Min(columns, tiles.Count);
        var width = cellWidth > 0 ? cellWidth : tiles.Max(tile => tile.Image.Width);
        var height = cellHeight > 0 ? cellHeight : tiles.Max(tile => tile.Image.Height);
        var rows = (tiles.Count + columns - 1) / columns;
        var sheet = Shapes.Blank(
            Gap + (columns * (width + Gap)), Gap + (rows * (height + CaptionHeight + Gap)), new Rgb(32, 32, 36));
        for (var i = 0; i < tiles.Count; i++)
        {
            var x = Gap + (i % columns * (width + Gap));
            var y = Gap + (i / columns * (height + CaptionHeight + Gap));
            TextPainter.Draw(sheet, x, y + 3, TextPainter.Shorten(tiles[i].Caption, width), new Rgb(230, 230, 230));
            Shapes.Paste(sheet, x, y + CaptionHeight, DisplaySize.Fit(tiles[i].Image, width, height));
        }

        return sheet;
    }
}
