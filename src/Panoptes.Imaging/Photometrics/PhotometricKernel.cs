using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Panoptes.Imaging.Photometrics;

/// <summary>Runs a plan over rows of RGBX pixels (R in the lowest byte), eight at a time.</summary>
internal readonly struct PhotometricKernel
{
    private readonly bool hasBrightness;
    private readonly float brightness;
    private readonly bool hasContrast;
    private readonly bool contrastFirst;
    private readonly float contrast;
    private readonly bool hasSaturation;
    private readonly float saturation;
    private readonly bool hasHue;
    private readonly int hue;

    public PhotometricKernel(PhotometricPlan plan)
    {
        (hasBrightness, brightness) = (plan.Brightness is not null, (float)(plan.Brightness ?? 0));
        (hasContrast, contrast) = (plan.Contrast is not null, (float)(plan.Contrast ?? 1));
        contrastFirst = plan.ContrastFirst;
        (hasSaturation, saturation) = (plan.Saturation is not null, (float)(plan.Saturation ?? 1));
        hasHue = plan.Hue is not null;
        hue = (((plan.Hue ?? 0) % 180) + 180) % 180;
    }

    /// <summary>Distorts a row in place.</summary>
    public void Apply(Span<int> pixels)
    {
        var x = 0;
        for (; x <= pixels.Length - 8; x += 8)
        {
            var part = pixels.Slice(x, 8);
            Distort(Vector256.Create<int>(part)).CopyTo(part);
        }

        if (x < pixels.Length)
        {
            Span<int> rest = stackalloc int[8];
            pixels[x..].CopyTo(rest);
            Distort(Vector256.Create<int>(rest)).CopyTo(rest);
            rest[..(pixels.Length - x)].CopyTo(pixels[x..]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector256<int> Distort(Vector256<int> pixels)
    {
        var mask = Vector256.Create(0xFF);
        var (r, g, b) = (pixels & mask, (pixels >>> 8) & mask, (pixels >>> 16) & mask);
        if (hasBrightness)
        {
            (r, g, b) = (Affine(r, 1, brightness), Affine(g, 1, brightness), Affine(b, 1, brightness));
        }

        if (hasContrast && contrastFirst)
        {
            (r, g, b) = (Affine(r, contrast, 0), Affine(g, contrast, 0), Affine(b, contrast, 0));
        }

        if (hasSaturation)
        {
            var (h, s, v) = ToHsv(r, g, b);
            (r, g, b) = ToRgb(h, Affine(s, saturation, 0), v);
        }

        if (hasHue)
        {
            var (h, s, v) = ToHsv(r, g, b);
            var turned = h + Vector256.Create(hue);
            var wraps = Vector256.GreaterThan(turned, Vector256.Create(179));
            (r, g, b) = ToRgb(turned - (wraps & Vector256.Create(180)), s, v);
        }

        if (hasContrast && !contrastFirst)
        {
            (r, g, b) = (Affine(r, contrast, 0), Affine(g, contrast, 0), Affine(b, contrast, 0));
        }

        return r | (g << 8) | (b << 16);
    }

    /// <summary>levels * factor + offset in float, clipped to 0 to 255, truncated.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Affine(Vector256<int> levels, float factor, float offset)
    {
        var value = (Vector256.ConvertToSingle(levels) * factor) + Vector256.Create(offset);
        value = Vector256.MinNative(Vector256.MaxNative(value, Vector256<float>.Zero), Vector256.Create(255f));
        return Vector256.ConvertToInt32Native(value);
    }

    // As Hsv.FromRgb. A value or range of 0 divides to infinity, but the product with a range of 0 is 0 all the same.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector256<int> H, Vector256<int> S, Vector256<int> V) ToHsv(Vector256<int> r, Vector256<int> g, Vector256<int> b)
    {
        var value = Vector256.Max(r, Vector256.Max(g, b));
        var range = value - Vector256.Min(r, Vector256.Min(g, b));
        var half = Vector256.Create(1 << 11);
        var saturation = ((range * Divide(255 << 12, value)) + half) >> 12;
        var isRed = Vector256.Equals(value, r);
        var isGreen = Vector256.Equals(value, g);
        var hue = Vector256.ConditionalSelect(
            isRed,
            g - b,
            Vector256.ConditionalSelect(isGreen, b - r + (range << 1), r - g + (range << 2)));
        hue = ((hue * Divide((180 << 12) / 6, range)) + half) >> 12;
        return (hue + (Vector256.LessThan(hue, Vector256<int>.Zero) & Vector256.Create(180)), saturation, value);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Divide(float dividend, Vector256<int> divisors) =>
        Vector256.ConvertToInt32Native(Vector256.Round(Vector256.Create(dividend) / Vector256.ConvertToSingle(divisors)));

    // As Hsv.ToRgb.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector256<int> R, Vector256<int> G, Vector256<int> B) ToRgb(
        Vector256<int> hue, Vector256<int> saturation, Vector256<int> value)
    {
        var one = Vector256<float>.One;
        var scaled = Vector256.ConvertToSingle(hue) * Hsv.HueScale;
        var sector = Vector256.ConvertToInt32Native(scaled);
        var h = scaled - Vector256.ConvertToSingle(sector);
        var s = Vector256.ConvertToSingle(saturation) * Hsv.Unit;
        var v = Vector256.ConvertToSingle(value) * Hsv.Unit;
        var isOdd = Vector256.Equals(sector & Vector256<int>.One, Vector256<int>.One).AsSingle();
        var slope = Vector256.ConditionalSelect(isOdd, Vector256.FusedMultiplyAdd(-s, h, one), one - (s * (one - h)));
        var falling = Level(v * (one - s));
        var sloped = Level(v * slope);

        // Sector 0: V X F, 1: X V F, 2: F V X, 3: F X V, 4: X F V, 5: V F X (red, green, blue).
        var zero = Vector256.Equals(sector, Vector256<int>.Zero);
        var first = Vector256.Equals(sector, Vector256.Create(1));
        var second = Vector256.Equals(sector, Vector256.Create(2));
        var third = Vector256.Equals(sector, Vector256.Create(3));
        var fourth = Vector256.Equals(sector, Vector256.Create(4));
        var fifth = Vector256.Equals(sector, Vector256.Create(5));
        return (
            Choose(zero | fifth, value, second | third, falling, sloped),
            Choose(first | second, value, fourth | fifth, falling, sloped),
            Choose(third | fourth, value, zero | first, falling, sloped));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Choose(
        Vector256<int> isValue, Vector256<int> value, Vector256<int> isFalling, Vector256<int> falling, Vector256<int> sloped) =>
        Vector256.ConditionalSelect(isValue, value, Vector256.ConditionalSelect(isFalling, falling, sloped));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Level(Vector256<float> unit) => Vector256.ConvertToInt32Native(Vector256.Round(unit * 255f));
}
