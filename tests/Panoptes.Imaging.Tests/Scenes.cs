using Panoptes.Foundation;
using Panoptes.Imaging.Geometries;

namespace Panoptes.Imaging.Tests;

/// <summary>Seeded images, label maps and geometries for laws that must hold for any.</summary>
internal static class Scenes
{
    public static RgbImage Noise(SeededRandom random, int width, int height, int low = 0, int high = 256)
    {
        var image = new RgbImage(width, height);
        for (var i = 0; i < image.Pixels.Length; i++)
        {
            image.Pixels[i] = (byte)random.NextInt(low, high);
        }

        return image;
    }

    public static Plane<T> Noise<T>(SeededRandom random, int width, int height, int ids)
        where T : unmanaged, System.Numerics.IBinaryInteger<T>
    {
        var plane = new Plane<T>(width, height);
        for (var i = 0; i < plane.Pixels.Length; i++)
        {
            plane.Pixels[i] = T.CreateTruncating(random.NextInt(0, ids));
        }

        return plane;
    }

    /// <summary>A label map of overlapping boxes and discs over bands, as a street has.</summary>
    public static Plane<byte> Street(SeededRandom random, int width, int height, int classes)
    {
        var labels = new Plane<byte>(width, height);
        for (var y = 0; y < height; y++)
        {
            labels.Row(y).Fill((byte)(y * 3 / height));
        }

        for (var thing = 0; thing < 24; thing++)
        {
            var (cx, cy) = (random.NextDouble(0, width), random.NextDouble(0, height));
            var (rx, ry) = (random.NextDouble(4, width / 8.0), random.NextDouble(4, height / 6.0));
            var isDisc = random.NextBool();
            var id = (byte)random.NextInt(3, classes);
            for (var y = (int)Math.Max(0, cy - ry); y < Math.Min(height, cy + ry); y++)
            {
                for (var x = (int)Math.Max(0, cx - rx); x < Math.Min(width, cx + rx); x++)
                {
                    var (dx, dy) = ((x - cx) / rx, (y - cy) / ry);
                    if (!isDisc || (dx * dx) + (dy * dy) <= 1)
                    {
                        labels[x, y] = id;
                    }
                }
            }
        }

        return labels;
    }

    /// <summary>A random resize, then crop, then flip and padding, each or none.</summary>
    public static Geometry Draw(SeededRandom random, int width, int height, double smallest = 0.4, double largest = 2.2)
    {
        var geometry = Geometry.Identity(width, height);
        if (random.NextBool(0.85))
        {
            geometry = geometry.Resize(
                Math.Max(1, (int)(width * random.NextDouble(smallest, largest))),
                Math.Max(1, (int)(height * random.NextDouble(smallest, largest))));
        }

        if (random.NextBool(0.8))
        {
            var (w, h) = (random.NextInt(1, geometry.Width + 1), random.NextInt(1, geometry.Height + 1));
            geometry = geometry.Crop(random.NextInt(0, geometry.Width - w + 1), random.NextInt(0, geometry.Height - h + 1), w, h);
        }

        if (random.NextBool())
        {
            geometry = geometry.FlipHorizontal();
        }

        if (random.NextBool(0.25))
        {
            geometry = geometry.FlipVertical();
        }

        return random.NextBool(0.4)
            ? geometry.Pad(random.NextInt(0, 9), random.NextInt(0, 9), random.NextInt(0, 9), random.NextInt(0, 9))
            : geometry;
    }
}
