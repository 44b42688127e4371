namespace Panoptes.Imaging.Resampling;

/// <summary>
/// Which source pixels an output pixel blends along one axis, and how much of each: a triangle of half-width
/// max(1, scale) about the output pixel's center, in 14-bit fixed point that sums to exactly 1.
/// </summary>
internal sealed class FilterTable
{
    /// <summary>Bits behind the point of a weight.</summary>
    public const int WeightBits = 14;

    private FilterTable(int[] starts, int[] weightPairs, int pairs, int first, int end)
    {
        Starts = starts;
        WeightPairs = weightPairs;
        Pairs = pairs;
        First = first;
        End = end;
    }

    /// <summary>First source pixel of each output pixel.</summary>
    public int[] Starts { get; }

    /// <summary>Pairs of neighboring weights, the left one in the low 16 bits: <see cref="Pairs"/> for each output pixel.</summary>
    public int[] WeightPairs { get; }

    /// <summary>Pairs of source pixels that are blended; the last weights of an output pixel may be 0.</summary>
    public int Pairs { get; }

    /// <summary>First source pixel that any output pixel needs.</summary>
    public int First { get; }

    /// <summary>Behind the last source pixel that any output pixel needs.</summary>
    public int End { get; }

    /// <summary>The weight of tap k of output pixel i.</summary>
    public int Weight(int i, int k) => (short)(WeightPairs[(i * Pairs) + (k >> 1)] >> (16 * (k & 1)));

    /// <summary>The table for output pixels low to high of one axis of a geometry.</summary>
    /// <param name="scale">Source pixels an output pixel spans.</param>
    /// <param name="origin">Where the output begins in the resized source.</param>
    /// <param name="isMirrored">Whether the axis runs backwards.</param>
    /// <param name="size">Output pixels on the axis.</param>
    /// <param name="sourceSize">Source pixels on the axis.</param>
    /// <param name="low">First output pixel in the table.</param>
    /// <param name="high">Behind the last one.</param>
    public static FilterTable Make(double scale, double origin, bool isMirrored, int size, int sourceSize, int low, int high)
    {
        var support = Math.Max(1, scale);
        var taps = Math.Min((int)Math.Ceiling(2 * support) + 1, sourceSize);
        var starts = new int[high - low];
        var weights = new double[taps];
        var rounded = new int[taps];
        var all = new int[(high - low) * taps];
        var widest = 1;
        for (var i = low; i < high; i++)
        {
            var center = scale * ((isMirrored ? size - 1 - i : i) + 0.5 + origin);
            var start = (int)Math.Clamp(Math.Ceiling(center - support - 0.5), 0, sourceSize - taps);
            Blend(center, support, start, sourceSize, weights);
            Round(weights, rounded);

            // Leading zeros are cut so that the table stays as narrow as it can.
            var skip = 0;
            while (rounded[skip] == 0)
            {
                skip++;
            }

            var last = taps - 1;
            while (rounded[last] == 0)
            {
                last--;
            }

            widest = Math.Max(widest, last - skip + 1);
            starts[i - low] = start + skip;
            rounded.AsSpan(skip).CopyTo(all.AsSpan((i - low) * taps));
        }

        return Packed(starts, all, taps, widest, sourceSize);
    }

    private static FilterTable Packed(int[] starts, int[] all, int taps, int widest, int sourceSize)
    {
        var pairs = (widest + 1) / 2;
        var packed = new int[starts.Length * pairs];
        var (first, end) = (sourceSize, 0);
        for (var i = 0; i < starts.Length; i++)
        {
            for (var k = 0; k < widest; k++)
            {
                packed[(i * pairs) + (k >> 1)] |= all[(i * taps) + k] << (16 * (k & 1));
            }

            first = Math.Min(first, starts[i]);
            end = Math.Max(end, Math.Min(starts[i] + widest, sourceSize));
        }

        return new FilterTable(starts, packed, pairs, first, end);
    }

    /// <summary>Weights of the taps from start on; what falls beyond a border goes to the border's pixel.</summary>
    private static void Blend(double center, double support, int start, int sourceSize, double[] weights)
    {
        Array.Clear(weights);
        var sum = 0.0;
        var first = (int)Math.Ceiling(center - support - 0.5);
        for (var pixel = first; pixel + 0.5 < center + support; pixel++)
        {
            var weight = Math.Max(0, 1 - (Math.Abs(pixel + 0.5 - center) / support));
            weights[Math.Clamp(Math.Clamp(pixel, 0, sourceSize - 1) - start, 0, weights.Length - 1)] += weight;
            sum += weight;
        }

        for (var k = 0; k < weights.Length; k++)
        {
            weights[k] /= sum;
        }
    }

    /// <summary>To fixed point by rounding the running sum, so that the total is exact and no weight is off by more than 1.</summary>
    private static void Round(double[] weights, int[] rounded)
    {
        var (sum, given) = (0.0, 0);
        for (var k = 0; k < weights.Length; k++)
        {
            sum += weights[k];
            var total = k == weights.Length - 1 ? 1 << WeightBits : Math.Min((int)Math.Round(sum * (1 << WeightBits)), 1 << WeightBits);
            rounded[k] = total - given;
            given = total;
        }
    }
}
