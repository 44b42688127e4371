using Panoptes.Foundation;
using Panoptes.Imaging;
using Panoptes.Imaging.Codecs.Png;

namespace Panoptes.Experiments.Evaluations.Pictures;

/// <summary>Writes pictures of few colors, of which black is clear, so that they can be laid over an image.</summary>
internal static class ClearPng
{
    private const int MostColors = 256;

    /// <summary>Writes one; a picture of more colors than a palette holds stays opaque.</summary>
    /// <param name="path">The PNG.</param>
    /// <param name="picture">The picture.</param>
    public static void Write(string path, RgbImage picture)
    {
        var palette = new List<Rgb> { Rgb.Black };
        var places = new Dictionary<Rgb, byte> { [Rgb.Black] = 0 };
        var indices = new Plane<byte>(picture.Width, picture.Height);
        for (var i = 0; i < indices.Pixels.Length; i++)
        {
            var pixel = picture.Pixels.AsSpan(3 * i, 3);
            var color = new Rgb(pixel[0], pixel[1], pixel[2]);
            if (!places.TryGetValue(color, out var place))
            {
                if (palette.Count == MostColors)
                {
                    PngFile.WriteRgb(path, picture);
                    return;
                }

                places[color] = place = (byte)palette.Count;
                palette.Add(color);
            }

            indices.Pixels[i] = place;
        }

        AtomicFile.Write(path, stream => stream.Write(PngFile.EncodePalette(indices, palette, firstIsClear: true)));
    }
}
