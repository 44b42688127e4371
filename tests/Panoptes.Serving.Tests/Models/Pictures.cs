using Panoptes.Imaging;

namespace Panoptes.Serving.Tests.Models;

/// <summary>Images of noise, whose first pixel is black.</summary>
internal static class Pictures
{
    public static RgbImage Noise(int width, int height, int seed = 1)
    {
        var image = new RgbImage(width, height);
        new Random(seed).NextBytes(image.Pixels);
        image.Pixels[0] = 0;
        return image;
    }
}
