using System.Text;

namespace Panoptes.Imaging.Drawing;

/// <summary>Writes text into images with a small built-in bitmap font: ASCII, 5 by 7 pixels a character in cells of 6 by 9.</summary>
public static class TextPainter
{
    /// <summary>Columns from one character to the next at scale 1.</summary>
    public const int CellWidth = 6;

    /// <summary>Rows from one line to the next at scale 1.</summary>
    public const int CellHeight = 9;

    private const int GlyphWidth = 5;
    private const int GlyphHeight = 7;
    private const int First = ' ';

    // The characters from space to tilde, sixteen to a block.
    private const string Art =
        """
        ..... ..#.. .#.#. .#.#. ..#.. ##... .##.. ..#.. ...#. .#... ..... ..... ..... ..... ..... .....
        ..... ..#.. .#.#. .#.#. .#### ##..# #..#. ..#.. ..#.. ..#.. ..#.. ..#.. ..... ..... ..... ....#
        ..... ..#.. .#.#. ##### #.#.. ...#. #.#.. .#... .#... ...#. #.#.# ..#.. ..... ..... ..... ...#.
        ..... ..#.. ..... .#.#. .###. ..#.. .#... ..... .#... ...#. .###. ##### ..... ##### ..... ..#..
        ..... ..#.. ..... ##### ..#.# .#... #.#.# ..... .#... ...#. #.#.# ..#.. .##.. ..... ..... .#...
        ..... ..... ..... .#.#. ####. #..## #..#. ..... ..#.. ..#.. ..#.. ..#.. ..#.. ..... .##.. #....
        ..... ..#.. ..... .#.#. ..#.. ...## .##.# ..... ...#. .#... ..... ..... .#... ..... .##.. .....

        .###. ..#.. .###. ##### ...#. ##### ..##. ##### .###. .###. ..... ..... ...#. ..... .#... .###.
        #...# .##.. #...# ...#. ..##. #.... .#... ....# #...# #...# .##.. .##.. ..#.. ..... ..#.. #...#
        #..## ..#.. ....# ..#.. .#.#. ####. #.... ...#. #...# #...# .##.. .##.. .#... ##### ...#. ....#
        #.#.# ..#.. ...#. ...#. #..#. ....# ####. ..#.. .###. .#### ..... ..... #.... ..... ....# ...#.
        ##..# ..#.. ..#.. ....# ##### ....# #...# .#... #...# ....# .##.. .##.. .#... ##### ...#. ..#..
        #...# ..#.. .#... #...# ...#. #...# #...# .#... #...# ...#. .##.. ..#.. ..#.. ..... ..#.. .....
        .###. .###. ##### .###. ...#. .###. .###. .#... .###. .##.. ..... .#... ...#. ..... .#... ..#..

        .###. .###. ####. .###. ###.. ##### ##### .###. #...# .###. ..### #...# #.... #...# #...# .###.
        #...# #...# #...# #...# #..#. #.... #.... #...# #...# ..#.. ...#. #..#. #.... ##.## #...# #...#
        ....# #...# #...# #.... #...# #.... #.... #.... #...# ..#.. ...#. #.#.. #.... #.#.# ##..# #...#
        .##.# ##### ####. #.... #...# ####. ####. #.### ##### ..#.. ...#. ##... #.... #.#.# #.#.# #...#
        #.#.# #...# #...# #.... #...# #.... #.... #...# #...# ..#.. ...#. #.#.. #.... #...# #..## #...#
        #.#.# #...# #...# #...# #..#. #.... #.... #...# #...# ..#.. #..#. #..#. #.... #...# #...# #...#
        .###. #...# ####. .###. ###.. ##### #.... .#### #...# .###. .##.. #...# ##### #...# #...# .###.

        ####. .###. ####. .#### ##### #...# #...# #...# #...# #...# ##### .###. ..... .###. ..#.. .....
        #...# #...# #...# #.... ..#.. #...# #...# #...# #...# #...# ....# .#... #.... ...#. .#.#. .....
        #...# #...# #...# #.... ..#.. #...# #...# #...# .#.#. #...# ...#. .#... .#... ...#. #...# .....
        ####. #...# ####. .###. ..#.. #...# #...# #.#.# ..#.. .#.#. ..#.. .#... ..#.. ...#. ..... .....
        #.... #.#.# #.#.. ....# ..#.. #...# #...# #.#.# .#.#. ..#.. .#... .#... ...#. ...#. ..... .....
        #.... #..#. #..#. ....# ..#.. #...# .#.#. #.#.# #...# ..#.. #.... .#... ....# ...#. ..... .....
        #.... .##.# #...# ####. ..#.. .###. ..#.. .#.#. #...# ..#.. ##### .###. ..... .###. ..... #####

        .#... ..... #.... ..... ....# ..... ..##. ..... #.... ..#.. ...#. #.... .##.. ..... ..... .....
        ..#.. ..... #.... ..... ....# ..... .#..# .#### #.... ..... ..... #.... ..#.. ..... ..... .....
        ...#. .###. #.##. .###. .##.# .###. .#... #...# #.##. .##.. ..##. #..#. ..#.. ##.#. #.##. .###.
        ..... ....# ##..# #.... #..## #...# ###.. #...# ##..# ..#.. ...#. #.#.. ..#.. #.#.# ##..# #...#
        ..... .#### #...# #.... #...# ##### .#... .#### #...# ..#.. ...#. ##... ..#.. #.#.# #...# #...#
        ..... #...# #...# #...# #...# #.... .#... ....# #...# ..#.. #..#. #.#.. ..#.. #...# #...# #...#
        ..... .#### ####. .###. .#### .###. .#... .###. #...# .###. .##.. #..#. .###. #...# #...# .###.

        ..... ..... ..... ..... .#... ..... ..... ..... ..... ..... ..... ...#. ..#.. .#... .....
        ..... ..... ..... ..... .#... ..... ..... ..... ..... ..... ..... ..#.. ..#.. ..#.. .....
        ####. .##.# #.##. .###. ###.. #...# #...# #...# #...# #...# ##### ..#.. ..#.. ..#.. .#...
        #...# #..## ##..# #.... .#... #...# #...# #...# .#.#. #...# ...#. .#... ..#.. ...#. #.#.#
        ####. .#### #.... .###. .#... #...# #...# #.#.# ..#.. .#### ..#.. ..#.. ..#.. ..#.. ...#.
        #.... ....# #.... ....# .#..# #..## .#.#. #.#.# .#.#. ....# .#... ..#.. ..#.. ..#.. .....
        #.... ....# #.... ####. ..##. .##.# ..#.. .#.#. #...# .###. ##### ...#. ..#.. .#... .....
        """;

    private static readonly byte[] Glyphs = Read();

    /// <summary>Width in pixels that a line of text takes.</summary>
    /// <param name="text">The text.</param>
    /// <param name="scale">Pixels that one dot of the font is wide and high, 1 or more.</param>
    public static int Width(string text, int scale = 1) => text.Length * CellWidth * scale;

    /// <summary>Writes one line. What falls outside of the image is left out; characters that the font lacks show as '?'.</summary>
    /// <param name="image">The image; changed.</param>
    /// <param name="x">Column of the first character's left edge.</param>
    /// <param name="y">Row of its top edge.</param>
    /// <param name="text">The text.</param>
    /// <param name="color">Its color.</param>
    /// <param name="scale">Pixels that one dot of the font is wide and high, 1 or more.</param>
    public static void Draw(RgbImage image, int x, int y, string text, Rgb color, int scale = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(scale);
        foreach (var rune in text)
        {
            var glyph = (rune is >= ' ' and <= '~' ? rune : '?') - First;
            for (var row = 0; row < GlyphHeight; row++)
            {
                for (var column = 0; column < GlyphWidth; column++)
                {
                    if ((Glyphs[(glyph * GlyphHeight) + row] >> column & 1) == 1)
                    {
                        Shapes.Fill(image, x + (column * scale), y + (row * scale), scale, scale, color);
                    }
                }
            }

            x += CellWidth * scale;
        }
    }

    /// <summary>Writes one line on a box of its own, so that it can be read on any picture.</summary>
    /// <param name="image">The image; changed.</param>
    /// <param name="x">Column of the box's left edge.</param>
    /// <param name="y">Row of its top edge.</param>
    /// <param name="text">The text.</param>
    /// <param name="color">Its color.</param>
    /// <param name="background">The box's color.</param>
    /// <param name="scale">Pixels that one dot of the font is wide and high, 1 or more.</param>
    public static void DrawBoxed(RgbImage image, int x, int y, string text, Rgb color, Rgb background, int scale = 1)
    {
        Shapes.Fill(image, x, y, Width(text, scale) + scale, (CellHeight + 1) * scale, background);
        Draw(image, x + scale, y + scale, text, color, scale);
    }

    /// <summary>The longest beginning of a text that fits a width, with two dots where something is cut off.</summary>
    /// <param name="text">The text.</param>
    /// <param name="width">Pixels there are.</param>
    /// <param name="scale">Pixels of a dot.</param>
    public static string Shorten(string text, int width, int scale = 1)
    {
        var room = width / (CellWidth * scale);
        return text.Length <= room
            ? text
            : new StringBuilder().Append(text.AsSpan(0, Math.Max(0, room - 2))).Append("..", 0, Math.Clamp(room, 0, 2)).ToString();
    }

    private static byte[] Read()
    {
        var glyphs = new byte[('~' - First + 1) * GlyphHeight];
        var rows = Art.Split('\n').Where(row => row.Length > 0).ToArray();
        for (var glyph = 0; glyph <= '~' - First; glyph++)
        {
            for (var row = 0; row < GlyphHeight; row++)
            {
                var dots = rows[(glyph / 16 * GlyphHeight) + row].AsSpan(glyph % 16 * CellWidth, GlyphWidth);
                for (var column = 0; column < GlyphWidth; column++)
                {
                    glyphs[(glyph * GlyphHeight) + row] |= (byte)(dots[column] == '#' ? 1 << column : 0);
                }
            }
        }

        return glyphs;
    }
}
