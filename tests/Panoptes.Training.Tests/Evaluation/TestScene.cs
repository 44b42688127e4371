using Panoptes.Foundation;
using Panoptes.Imaging;

namespace Panoptes.Training.Tests.Evaluation;

/// <summary>Images that networks with random weights tell apart.</summary>
internal static class TestScene
{
    public const int Width = 96;
    public const int Height = 64;

    /// <summary>Patches of color, so that something stands out.</summary>
    public static RgbImage Noise(int seed)
    {
        const int Patch = 8;
        var random = new SeededRandom(seed);
        var colors = Enumerable.Range(0, 3 * Width * Height / Patch / Patch).Select(_ => (byte)random.NextInt(0, 256)).ToArray();
        var image = new RgbImage(Width, Height);
        for (var i = 0; i < image.Pixels.Length; i++)
        {
            var (x, y) = (i / 3 % Width, i / 3 / Width);
            image.Pixels[i] = colors[(3 * (((y / Patch) * (Width / Patch)) + (x / Patch))) + (i % 3)];
        }

        return image;
    }

    /// <summary>Left and right swapped.</summary>
    public static RgbImage Mirrored(RgbImage image)
    {
        var mirrored = new RgbImage(Width, Height);
        for (var i = 0; i < image.Pixels.Length; i++)
        {
            var (x, y) = (i / 3 % Width, i / 3 / Width);
            mirrored.Pixels[i] = image.Pixels[(3 * ((y * Width) + Width - 1 - x)) + (i % 3)];
        }

        return mirrored;
    }
}
