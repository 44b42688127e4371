namespace Panoptes.Imaging.Photometrics;

/// <summary>
/// Brightness, contrast, saturation, hue and gray as torchvision's ColorJitter and RandomGrayscale do them on 8-bit images; every change
/// is rounded to 8 bits. Gray is Pillow's: 0.299 R + 0.587 G + 0.114 B.
/// </summary>
internal static class ColorChanges
{
    /// <summary>Every level times a factor.</summary>
    public static void Brightness(RgbImage image, double factor) => Map(image, level => factor * level);

    /// <summary>Every level drawn towards the image's mean gray, or away from it.</summary>
    public static void Contrast(RgbImage image, double factor)
    {
        long sum = 0;
        for (var i = 0; i < image.Pixels.Length; i += 3)
        {
            sum += Gray(image.Pixels, i);
        }

        var mean = Math.Round(sum / (image.Pixels.Length / 3.0));
        Map(image, level => (factor * level) + ((1 - factor) * mean));
    }

    /// <summary>Every pixel drawn towards its own gray, or away from it.</summary>
    public static void Saturation(RgbImage image, double factor)
    {
        var (keep, pixels) = ((float)factor, image.Pixels);
        for (var i = 0; i < pixels.Length; i += 3)
        {
            var gray = (1 - keep) * Gray(pixels, i);
            pixels[i] = Level((keep * pixels[i]) + gray);
            pixels[i + 1] = Level((keep * pixels[i + 1]) + gray);
            pixels[i + 2] = Level((keep * pixels[i + 2]) + gray);
        }
    }

    /// <summary>Turns the hue of HSV.</summary>
    /// <param name="image">The image; changed.</param>
    /// <param name="turn">Share of the full circle.</param>
    public static void Hue(RgbImage image, double turn)
    {
        var (sixths, pixels) = ((float)(6 * (turn - Math.Floor(turn))), image.Pixels);
        for (var i = 0; i < pixels.Length; i += 3)
        {
            float r = pixels[i], g = pixels[i + 1], b = pixels[i + 2];
            var most = MathF.Max(r, MathF.Max(g, b));
            var range = most - MathF.Min(r, MathF.Min(g, b));
            if (range == 0)
            {
                continue;
            }

            var hue = most == r ? (g - b) / range : most == g ? 2 + ((b - r) / range) : 4 + ((r - g) / range);
            var turned = hue + sixths + 6;
            pixels[i] = Level(most - (range * Fall(turned + 5)));
            pixels[i + 1] = Level(most - (range * Fall(turned + 3)));
            pixels[i + 2] = Level(most - (range * Fall(turned + 1)));
        }
    }

    /// <summary>Three equal channels.</summary>
    public static void Gray(RgbImage image)
    {
        for (var i = 0; i < image.Pixels.Length; i += 3)
        {
            image.Pixels.AsSpan(i, 3).Fill((byte)Gray(image.Pixels, i));
        }
    }

    // How far a channel lies below the largest one, by its place on the circle of hues, in sixths of it.
    private static float Fall(float sixths)
    {
        var at = sixths - (6 * (int)(sixths / 6));
        return Math.Clamp(MathF.Min(at, 4 - at), 0, 1);
    }

    private static int Gray(byte[] pixels, int i) =>
        ((19595 * pixels[i]) + (38470 * pixels[i + 1]) + (7471 * pixels[i + 2]) + 0x8000) >> 16;

    private static byte Level(float value) => (byte)(Math.Clamp(value, 0, 255) + 0.5f);

    private static void Map(RgbImage image, Func<int, double> change)
    {
        var table = Enumerable.Range(0, 256).Select(level => Level((float)change(level))).ToArray();
        var pixels = image.Pixels;
        for (var i = 0; i < pixels.Length; i++)
        {
            pixels[i] = table[pixels[i]];
        }
    }
}
