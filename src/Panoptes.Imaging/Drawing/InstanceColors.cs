using Panoptes.Imaging.Photometrics;

namespace Panoptes.Imaging.Drawing;

/// <summary>Colors for the objects of one class: near the class's, so that it is recognized, and apart from one another.</summary>
public static class InstanceColors
{
    // Steps of the plastic number's sequence, which spreads any number of points evenly over hue and brightness.
    private const double HueStep = 0.7548776662466927;
    private const double ValueStep = 0.5698402909980532;

    // Units of 2 degrees to either side.
    private const int HueRange = 17;
    private const int Hues = 180;
    private const int LeastSaturation = 100;
    private const int LeastValue = 110;

    /// <summary>The color of an object.</summary>
    /// <param name="ofClass">The class's color, which the first object has.</param>
    /// <param name="ordinal">The object's place among those of its class, from 0.</param>
    public static Rgb Of(Rgb ofClass, int ordinal)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(ordinal);
        if (ordinal == 0)
        {
            return ofClass;
        }

        var (hue, saturation, _) = Hsv.FromRgb(ofClass);
        var shift = (int)Math.Round(((ordinal * HueStep % 1) - 0.5) * 2 * HueRange);
        var value = LeastValue + (int)((255 - LeastValue) * (ordinal * ValueStep % 1));
        return Hsv.ToRgb((byte)((hue + shift + Hues) % Hues), (byte)Math.Max((int)saturation, LeastSaturation), (byte)value);
    }

    /// <summary>Black or white, whichever can be read on a color.</summary>
    /// <param name="background">The color under the text.</param>
    public static Rgb TextOn(Rgb background) =>
        (background.R * 299) + (background.G * 587) + (background.B * 114) > 140_000 ? Rgb.Black : Rgb.White;
}
