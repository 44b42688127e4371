using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Panoptes.Imaging.Resampling;

/// <summary>
/// The two passes of the color filter for one output row, in whole numbers: down the columns into 6 fractional bits,
/// then along the row into 8-bit RGBX. The vector code gives the scalar code's bits.
/// </summary>
internal static unsafe class ColorKernels
{
    /// <summary>Fractional bits between the passes: 255 * 64 fits a signed 16-bit number.</summary>
    public const int FractionBits = 6;

    /// <summary>Numbers that the row between the passes must have behind its last pixel, so that whole vectors can be read.</summary>
    public const int Slack = 16;

    private const int DownShift = FilterTable.WeightBits - FractionBits;
    private const int AlongShift = FilterTable.WeightBits + FractionBits;

    /// <summary>Blends source rows: sum of weight * row.</summary>
    /// <param name="rows">2 * pairs pointers to the first byte that is needed of each source row.</param>
    /// <param name="weightPairs">The weights, two in a number.</param>
    /// <param name="pairs">Pairs of rows.</param>
    /// <param name="count">Bytes in a row.</param>
    /// <param name="blended">Takes count numbers with 6 fractional bits.</param>
    /// <param name="vector">False runs the scalar code.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Down(byte** rows, int* weightPairs, int pairs, int count, short* blended, bool vector = true)
    {
        var i = 0;
        if (vector && Avx2.IsSupported)
        {
            var half = Vector256.Create(1 << (DownShift - 1));
            for (; i <= count - 16; i += 16)
            {
                var (low, high) = (half, half);
                for (var pair = 0; pair < pairs; pair++)
                {
                    var weights = Vector256.Create(weightPairs[pair]).AsInt16();
                    var upper = Avx2.ConvertToVector256Int16(rows[2 * pair] + i);
                    var lower = Avx2.ConvertToVector256Int16(rows[(2 * pair) + 1] + i);
                    low += Avx2.MultiplyAddAdjacent(Avx2.UnpackLow(upper, lower), weights);
                    high += Avx2.MultiplyAddAdjacent(Avx2.UnpackHigh(upper, lower), weights);
                }

                Avx2.PackSignedSaturate(low >> DownShift, high >> DownShift).Store(blended + i);
            }
        }

        for (; i < count; i++)
        {
            var sum = 1 << (DownShift - 1);
            for (var pair = 0; pair < pairs; pair++)
            {
                sum += (rows[2 * pair][i] * (short)weightPairs[pair]) + (rows[(2 * pair) + 1][i] * (weightPairs[pair] >> 16));
            }

            blended[i] = (short)(sum >> DownShift);
        }
    }

    /// <summary>Blends neighbors in a row.</summary>
    /// <param name="blended">What <see cref="Down"/> made; the pixel <paramref name="first"/> comes first.</param>
    /// <param name="first">Source column of the first pixel.</param>
    /// <param name="table">The filter.</param>
    /// <param name="pixels">Takes RGBX pixels, one for each entry of the table.</param>
    /// <param name="vector">False runs the scalar code.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Along(short* blended, int first, FilterTable table, Span<int> pixels, bool vector = true)
    {
        var pairs = table.Pairs;
        fixed (int* starts = table.Starts)
        fixed (int* weights = table.WeightPairs)
        fixed (int* output = pixels)
        {
            var x = 0;
            if (vector && Avx2.IsSupported)
            {
                for (; x <= pixels.Length - 4; x += 4)
                {
                    var w = weights + (x * pairs);
                    var a = Sum(blended + ((starts[x] - first) * 3), blended + ((starts[x + 1] - first) * 3), w, w + pairs, pairs);
                    var b = Sum(
                        blended + ((starts[x + 2] - first) * 3), blended + ((starts[x + 3] - first) * 3), w + (2 * pairs), w + (3 * pairs),
                        pairs);
                    var words = Avx2.PackSignedSaturate(a >> AlongShift, b >> AlongShift);
                    var bytes = Avx2.PackUnsignedSaturate(words, words).AsInt32();
                    Sse2.UnpackLow(bytes.GetLower(), bytes.GetUpper()).Store(output + x);
                }
            }

            for (; x < pixels.Length; x++)
            {
                output[x] = OnePixel(blended + ((starts[x] - first) * 3), weights + (x * pairs), pairs);
            }
        }
    }

    /// <summary>Sums of two output pixels: R, G, B, 0 in each half.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Sum(short* left, short* right, int* leftWeights, int* rightWeights, int pairs)
    {
        // R0 G0 B0 R1 G1 B1 . . to R0 R1 G0 G1 B0 B1 0 0
        var order = Vector256.Create(
            (byte)0, 1, 6, 7, 2, 3, 8, 9, 4, 5, 10, 11, 255, 255, 255, 255, 0, 1, 6, 7, 2, 3, 8, 9, 4, 5, 10, 11, 255, 255, 255, 255);
        var sum = Vector256.Create(1 << (AlongShift - 1));
        for (var pair = 0; pair < pairs; pair++)
        {
            var neighbors = Vector256.Create(Vector128.Load(left + (6 * pair)), Vector128.Load(right + (6 * pair))).AsByte();
            var weights = Vector256.Create(Vector128.Create(leftWeights[pair]), Vector128.Create(rightWeights[pair])).AsInt16();
            sum += Avx2.MultiplyAddAdjacent(Avx2.Shuffle(neighbors, order).AsInt16(), weights);
        }

        return sum;
    }

    private static int OnePixel(short* blended, int* weights, int pairs)
    {
        var (r, g, b) = (1 << (AlongShift - 1), 1 << (AlongShift - 1), 1 << (AlongShift - 1));
        for (var pair = 0; pair < pairs; pair++, blended += 6)
        {
            var (w0, w1) = ((short)weights[pair], weights[pair] >> 16);
            r += (blended[0] * w0) + (blended[3] * w1);
            g += (blended[1] * w0) + (blended[4] * w1);
            b += (blended[2] * w0) + (blended[5] * w1);
        }

        return (r >> AlongShift) | ((g >> AlongShift) << 8) | ((b >> AlongShift) << 16);
    }
}
