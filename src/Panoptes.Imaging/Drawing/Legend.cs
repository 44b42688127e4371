namespace Panoptes.Imaging.Drawing;

/// <summary>Boxes of color with class names beside them.</summary>
public static class Legend
{
    private const int Padding = 6;
    private const int Box = 14;

    /// <summary>Draws a legend in as many columns as fit.</summary>
    /// <param name="entries">Names and colors, in order; at least one.</param>
    /// <param name="width">Width in pixels of the legend; names that do not fit are shortened.</param>
    /// <param name="scale">Pixels of one dot of the font.</param>
    /// <exception cref="ArgumentException">No entry.</exception>
    public static RgbImage Draw(IReadOnlyList<(string Name, Rgb Color)> entries, int width, int scale = 1)
    {
        if (entries.Count == 0)
        {
            throw new ArgumentException("a legend needs an entry", nameof(entries));
        }

        var box = Box * scale;
        var cell = box + (2 * Padding * scale) + entries.Max(entry => TextPainter.Width(entry.Name, scale));
        var columns = Math.Clamp(width / cell, 1, entries.Count);
        var rows = (entries.Count + columns - 1) / columns;
        var rowHeight = box + (Padding * scale);
        var image = Shapes.Blank(width, (rows * rowHeight) + (Padding * scale), Rgb.White);
        for (var i = 0; i < entries.Count; i++)
        {
            // Down the columns, so that neighbors in the list stand under one another.
            var x = (i / rows * (width / columns)) + (Padding * scale);
            var y = (i % rows * rowHeight) + (Padding * scale);
            Shapes.Fill(image, x, y, box, box, entries[i].Color);
            Shapes.Outline(image, x, y, box, box, new Rgb(64, 64, 64));
            var textX = x + box + (Padding * scale / 2);
            var name = TextPainter.Shorten(entries[i].Name, (width / columns) - box - (2 * Padding * scale), scale);
            TextPainter.Draw(image, textX, y + ((box - (7 * scale)) / 2), name, Rgb.Black, scale);
        }

        return image;
    }
}
