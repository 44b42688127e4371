namespace Panoptes.Imaging.Drawing;

/// <summary>A few words at a place of an image.</summary>
/// <param name="Name">What is there; shortened where the image is too narrow.</param>
/// <param name="Figure">A number beside it, never shortened.</param>
/// <param name="X">Column of its center, as far as it fits.</param>
/// <param name="Y">Row of its center.</param>
/// <param name="Color">Color of the box under it.</param>
public sealed record Caption(string Name, string Figure, int X, int Y, Rgb Color);

/// <summary>
/// Writes captions on boxes: as large as the image asks for, inside of it, and none over another. One for which there is no room near its
/// place is moved up or down a few lines, and left out where that does not help: two over one another cannot be read.
/// </summary>
public static class Captions
{
    // A line of text is about a fiftieth of the image's shorter side.
    private const int SideOfScale = 360;
    private const int MostLinesAway = 4;

    /// <summary>Draws captions, the first ones first.</summary>
    /// <param name="image">The image; changed.</param>
    /// <param name="captions">The captions, the most important first.</param>
    /// <returns>How many were drawn.</returns>
    public static int Draw(RgbImage image, IEnumerable<Caption> captions)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(captions);
        var scale = Math.Max(1, (int)Math.Round(Math.Min(image.Width, image.Height) / (double)SideOfScale));
        var height = (TextPainter.CellHeight + 1) * scale;
        if (height > image.Height)
        {
            return 0;
        }

        var taken = new List<(int X, int Y, int Width)>();
        foreach (var caption in captions)
        {
            var figure = caption.Figure.Length > 0 ? $" {caption.Figure}" : "";
            var room = image.Width - scale - TextPainter.Width(figure, scale);
            var text = TextPainter.Shorten(caption.Name, Math.Max(0, room), scale) + figure;
            var width = TextPainter.Width(text, scale) + scale;
            if (width <= image.Width && Place(image, caption, width, height, taken) is { } place)
            {
                taken.Add((place.X, place.Y, width));
                TextPainter.DrawBoxed(image, place.X, place.Y, text, InstanceColors.TextOn(caption.Color), caption.Color, scale);
            }
        }

        return taken.Count;
    }

    private static (int X, int Y)? Place(RgbImage image, Caption caption, int width, int height, List<(int X, int Y, int Width)> taken)
    {
        var x = Math.Clamp(caption.X - (width / 2), 0, image.Width - width);
        for (var step = 0; step <= 2 * MostLinesAway; step++)
        {
            // 0, 1 up, 1 down, 2 up, ...
            var away = (step + 1) / 2 * ((step & 1) == 1 ? -height : height);
            var y = caption.Y - (height / 2) + away;
            y = step == 0 ? Math.Clamp(y, 0, image.Height - height) : y;
            if (y >= 0 && y + height <= image.Height && !taken.Exists(box => IsOver(box, x, y)))
            {
                return (x, y);
            }
        }

        return null;

        bool IsOver((int X, int Y, int Width) box, int x, int y) =>
            x < box.X + box.Width && box.X < x + width && y < box.Y + height && box.Y < y + height;
    }
}
