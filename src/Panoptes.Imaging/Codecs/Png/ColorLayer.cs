using System.Runtime.InteropServices;

namespace Panoptes.Imaging.Codecs.Png;

/// <summary>
/// A picture of flat colors that is laid over another one: clear where nothing is drawn. A color stays what it is, so that it can be
/// looked up; of more colors than a palette holds, the late ones take the place of the one that is nearest.
/// </summary>
public sealed class ColorLayer
{
    private const int MostColors = 256;
    private const byte Opaque = 255;
    private readonly Plane<byte> places;
    private readonly List<Rgb> colors = [Rgb.Black];
    private readonly List<byte> opacities = [0];
    private readonly Dictionary<(Rgb Color, byte Opacity), byte> placeOf = [];

    /// <summary>A clear one.</summary>
    /// <param name="width">Width in pixels, at least 1.</param>
    /// <param name="height">Height in pixels, at least 1.</param>
    public ColorLayer(int width, int height) => places = new Plane<byte>(width, height);

    /// <summary>The layer of a picture, of which black is clear.</summary>
    /// <param name="picture">The picture.</param>
    public static ColorLayer Of(RgbImage picture)
    {
        ArgumentNullException.ThrowIfNull(picture);
        var layer = new ColorLayer(picture.Width, picture.Height);
        var pixels = MemoryMarshal.Cast<byte, Rgb>(picture.Pixels);
        for (var i = 0; i < pixels.Length; i++)
        {
            if (pixels[i] != Rgb.Black)
            {
                layer.Set(i, pixels[i]);
            }
        }

        return layer;
    }

    /// <summary>Draws a pixel.</summary>
    /// <param name="pixel">Its place, row after row.</param>
    /// <param name="color">Its color.</param>
    /// <param name="opacity">How much it hides, 1 to 255.</param>
    public void Set(int pixel, Rgb color, byte opacity = Opaque)
    {
        if (!placeOf.TryGetValue((color, opacity), out var place))
        {
            placeOf[(color, opacity)] = place = Place(color, opacity);
        }

        places.Pixels[pixel] = place;
    }

    /// <summary>The bytes of a PNG.</summary>
    /// <param name="level">Compression, 0 (none) to 9 (smallest).</param>
    public byte[] Encode(int level = PngFile.DefaultLevel) => PngFile.Encode(
        places.Width, places.Height, 8, PixelLayout.Palette, places.Pixels, colors, level, filter: false,
        CollectionsMarshal.AsSpan(opacities));

    private byte Place(Rgb color, byte opacity)
    {
        if (colors.Count < MostColors)
        {
            colors.Add(color);
            opacities.Add(opacity);
            return (byte)(colors.Count - 1);
        }

        return (byte)Enumerable.Range(1, colors.Count - 1).MinBy(place => Distance(colors[place], color));
    }

    private static int Distance(Rgb a, Rgb b) => Math.Abs(a.R - b.R) + Math.Abs(a.G - b.G) + Math.Abs(a.B - b.B);
}
