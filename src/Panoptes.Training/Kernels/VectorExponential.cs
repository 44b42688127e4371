using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Panoptes.Training.Kernels;

/// <summary>exp of eight floats that are at most 0.</summary>
internal static class VectorExponential
{
    /// <summary>
    /// Cephes' expf: 2^n times a polynomial of degree 5 on [-ln2/2, ln2/2]; within 2 units in the last place. Arguments below -60
    /// give exp(-60), so that nothing computed from the result is subnormal, which threads may treat differently; NaN stays NaN.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> OfNonPositive(Vector256<float> x)
    {
        x = Vector256.Max(x, Vector256.Create(-60f));
        var n = Vector256.Round(x * 1.44269504088896341f);
        var r = Vector256.FusedMultiplyAdd(n, Vector256.Create(-0.693359375f), x);
        r = Vector256.FusedMultiplyAdd(n, Vector256.Create(2.12194440e-4f), r);
        var p = Vector256.Create(1.9875691500e-4f);
        p = Vector256.FusedMultiplyAdd(p, r, Vector256.Create(1.3981999507e-3f));
        p = Vector256.FusedMultiplyAdd(p, r, Vector256.Create(8.3334519073e-3f));
        p = Vector256.FusedMultiplyAdd(p, r, Vector256.Create(4.1665795894e-2f));
        p = Vector256.FusedMultiplyAdd(p, r, Vector256.Create(1.6666665459e-1f));
        p = Vector256.FusedMultiplyAdd(p, r, Vector256.Create(5.0000001201e-1f));
        p = Vector256.FusedMultiplyAdd(p, r * r, r + Vector256<float>.One);
        var exponent = Vector256.ShiftLeft(Vector256.ConvertToInt32Native(n), 23);
        return (p.AsInt32() + exponent).AsSingle();
    }
}
