using Panoptes.Imaging;
using Panoptes.PseudoLabels.Maps;

namespace Panoptes.PseudoLabels.Making;

/// <summary>Features that need no network: mean color, its deviation, and the place, cell by cell.</summary>
internal static class ColorFeatures
{
    private const int Channels = 6;

    /// <summary>The features of an image: red, green, blue, deviation of brightness, x and y.</summary>
    /// <param name="image">The image.</param>
    /// <param name="cell">Pixels along a cell's side.</param>
    /// <param name="placeWeight">How far the image's height is, black to white being 1.</param>
    public static ChannelMap Of(RgbImage image, int cell, double placeWeight)
    {
        var (columns, rows) = ((image.Width + cell - 1) / cell, (image.Height + cell - 1) / cell);
        var map = new ChannelMap(columns, rows, Channels);
        for (var at = 0; at < map.Pixels; at++)
        {
            var (row, column) = Math.DivRem(at, columns);
            var (sums, square, count) = (new double[3], 0.0, 0);
            for (var y = row * cell; y < Math.Min(image.Height, (row + 1) * cell); y++)
            {
                for (var x = column * cell; x < Math.Min(image.Width, (column + 1) * cell); x++, count++)
                {
                    var rgb = image.Pixels.AsSpan(3 * ((y * image.Width) + x), 3);
                    var gray = 0.0;
                    for (var c = 0; c < 3; c++)
                    {
                        sums[c] += rgb[c] / 255.0;
                        gray += rgb[c] / 765.0;
                    }

                    square += gray * gray;
                }
            }

            var mean = sums.Sum() / (3 * count);
            var to = map.Of(at);
            for (var c = 0; c < 3; c++)
            {
                to[c] = (float)(sums[c] / count);
            }

            to[3] = (float)Math.Sqrt(Math.Max(0, (square / count) - (mean * mean)));
            to[4] = (float)(placeWeight * (column + 0.5) / rows);
            to[5] = (float)(placeWeight * (row + 0.5) / rows);
        }

        return map;
    }
}
