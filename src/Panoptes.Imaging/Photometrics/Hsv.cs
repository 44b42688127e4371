namespace Panoptes.Imaging.Photometrics;

/// <summary>
/// OpenCV's 8-bit HSV: hue 0 to 179 (units of 2 degrees), saturation and value 0 to 255, rounded as OpenCV 4.6 rounds
/// them (modules/imgproc/src/color_hsv.simd.hpp: divisions by 12-bit tables one way, float the other). The scalar form is
/// the definition; OpenCV's own vector code for rows of 32 and more pixels truncates on the way back, which is not followed.
/// </summary>
public static class Hsv
{
    internal const float HueScale = (float)(6 / 180.0);
    internal const float Unit = (float)(1 / 255.0);
    private const int Shift = 12;

    /// <summary>HSV of a color.</summary>
    /// <param name="color">The color.</param>
    public static (byte H, byte S, byte V) FromRgb(Rgb color)
    {
        int r = color.R, g = color.G, b = color.B;
        var value = Math.Max(r, Math.Max(g, b));
        var range = value - Math.Min(r, Math.Min(g, b));
        if (range == 0)
        {
            return (0, 0, (byte)value);
        }

        // Rounded to even, as the tables are; float division gives the same for all 255 divisors.
        var perValue = (int)MathF.Round((255 << Shift) / (float)value);
        var perRange = (int)MathF.Round((180 << Shift) / 6 / (float)range);
        var saturation = ((range * perValue) + (1 << (Shift - 1))) >> Shift;
        var hue = value == r ? g - b : value == g ? b - r + (2 * range) : r - g + (4 * range);
        hue = ((hue * perRange) + (1 << (Shift - 1))) >> Shift;
        return ((byte)(hue < 0 ? hue + 180 : hue), (byte)saturation, (byte)value);
    }

    /// <summary>The color of an HSV triple.</summary>
    /// <param name="hue">0 to 179.</param>
    /// <param name="saturation">0 to 255.</param>
    /// <param name="value">0 to 255.</param>
    public static Rgb ToRgb(byte hue, byte saturation, byte value)
    {
        var scaled = hue * HueScale;
        var sector = (int)scaled;
        var h = scaled - sector;
        var (s, v) = (saturation * Unit, value * Unit);

        // One product is fused, as in OpenCV's build; it decides ties.
        var falling = Level(v * (1 - s));
        var sloped = Level((sector & 1) == 1 ? v * MathF.FusedMultiplyAdd(-s, h, 1) : v * (1 - (s * (1 - h))));
        return sector switch
        {
            0 => new Rgb(value, sloped, falling),
            1 => new Rgb(sloped, value, falling),
            2 => new Rgb(falling, value, sloped),
            3 => new Rgb(falling, sloped, value),
            4 => new Rgb(sloped, falling, value),
            _ => new Rgb(value, falling, sloped),
        };
    }

    private static byte Level(float unit) => (byte)MathF.Round(unit * 255);
}
