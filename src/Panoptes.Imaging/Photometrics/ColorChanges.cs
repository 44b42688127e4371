using System.Numerics;
using System.Runtime.InteropServices;

namespace Panoptes.Imaging.Photometrics;

/// <summary>
/// Brightness, contrast, saturation, hue and gray as torchvision's ColorJitter and RandomGrayscale do them: every change is rounded to
/// whole levels. Gray is 0.299 R + 0.587 G + 0.114 B. Channels are whole vectors long; what lies behind their pixels is 0 at first and may
/// become anything.
/// </summary>
internal static class ColorChanges
{
    /// <summary>Every level times a factor.</summary>
    public static void Brightness(Span<float> levels, double factor) => Map(levels, (float)factor, 0);

    /// <summary>Every level drawn towards the image's mean gray, or away from it.</summary>
    /// <param name="levels">All channels.</param>
    /// <param name="r">Red.</param>
    /// <param name="g">Green.</param>
    /// <param name="b">Blue.</param>
    /// <param name="pixels">How many pixels a channel has.</param>
    /// <param name="factor">The factor.</param>
    public static void Contrast(
        Span<float> levels, Span<float> r, Span<float> g, Span<float> b, int pixels, double factor)
    {
        var sum = 0.0;
        for (var i = 0; i < pixels; i++)
        {
            sum += MathF.Floor((.299f * r[i]) + (.587f * g[i]) + (.114f * b[i]) + 0.5f);
        }

        Map(levels, (float)factor, (float)((1 - factor) * Math.Round(sum / pixels)));
    }

    /// <summary>Every pixel drawn towards its own gray, or away from it; all of it gray at a factor of 0.</summary>
    public static void Saturation(Span<float> red, Span<float> green, Span<float> blue, double factor)
    {
        var r = Vectors(red);
        var g = Vectors(green);
        var b = Vectors(blue);
        var (keep, rest) = (new Vector<float>((float)factor), new Vector<float>((float)(1 - factor)));
        for (var i = 0; i < r.Length; i++)
        {
            var gray = Whole((r[i] * .299f) + (g[i] * .587f) + (b[i] * .114f)) * rest;
            (r[i], g[i], b[i]) = (Whole((r[i] * keep) + gray), Whole((g[i] * keep) + gray), Whole((b[i] * keep) + gray));
        }
    }

    /// <summary>Turns the hue of HSV.</summary>
    /// <param name="red">Red.</param>
    /// <param name="green">Green.</param>
    /// <param name="blue">Blue.</param>
    /// <param name="turn">Share of the full circle.</param>
    public static void Hue(Span<float> red, Span<float> green, Span<float> blue, double turn)
    {
        var r = Vectors(red);
        var g = Vectors(green);
        var b = Vectors(blue);
        var sixths = new Vector<float>((float)(6 * (turn - Math.Floor(turn))) + 6);
        for (var i = 0; i < r.Length; i++)
        {
            var most = Vector.Max(r[i], Vector.Max(g[i], b[i]));
            var range = most - Vector.Min(r[i], Vector.Min(g[i], b[i]));
            var part = Vector<float>.One / Vector.Max(range, Vector<float>.One);
            var hue = sixths + Vector.ConditionalSelect(
                Vector.Equals(most, r[i]),
                (g[i] - b[i]) * part,
                Vector.ConditionalSelect(
                    Vector.Equals(most, g[i]),
                    ((b[i] - r[i]) * part) + new Vector<float>(2),
                    ((r[i] - g[i]) * part) + new Vector<float>(4)));
            (r[i], g[i], b[i]) = (
                Whole(most - (range * Fall(hue + new Vector<float>(5)))),
                Whole(most - (range * Fall(hue + new Vector<float>(3)))),
                Whole(most - (range * Fall(hue + Vector<float>.One))));
        }
    }

    // How far a channel lies below the largest one, by its place on the circle of hues, in sixths of it.
    private static Vector<float> Fall(Vector<float> sixths)
    {
        var at = sixths - (Vector.Floor(sixths * (1 / 6f)) * 6f);
        return Vector.Max(Vector.Min(Vector.Min(at, new Vector<float>(4) - at), Vector<float>.One), Vector<float>.Zero);
    }

    private static void Map(Span<float> levels, float factor, float offset)
    {
        var all = Vectors(levels);
        var more = new Vector<float>(offset);
        for (var i = 0; i < all.Length; i++)
        {
            all[i] = Whole((all[i] * factor) + more);
        }
    }

    private static Vector<float> Whole(Vector<float> value) => Vector.Floor(
        Vector.Min(Vector.Max(value, Vector<float>.Zero), new Vector<float>(255)) + new Vector<float>(0.5f));

    private static Span<Vector<float>> Vectors(Span<float> values) => MemoryMarshal.Cast<float, Vector<float>>(values);
}
