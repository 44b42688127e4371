using System.Runtime.Intrinsics;

namespace Panoptes.PseudoLabels.Clustering;

/// <summary>Which center is nearest to a feature.</summary>
public sealed class Nearest
{
    private readonly FeatureRows centers;
    private readonly float[] halfSquares;

    /// <summary>Takes centers, which may not change afterwards.</summary>
    public Nearest(FeatureRows centers)
    {
        ArgumentNullException.ThrowIfNull(centers);
        this.centers = centers;
        halfSquares = [.. Enumerable.Range(0, centers.Count).Select(c => Dot(centers[c], centers[c]) / 2)];
    }

    /// <summary>The nearest center, the lowest of equals, and the square of its distance.</summary>
    public (int Center, float Square) Of(ReadOnlySpan<float> feature)
    {
        var (best, least) = (0, float.PositiveInfinity);
        for (var c = 0; c < halfSquares.Length; c++)
        {
            var score = halfSquares[c] - Dot(feature, centers[c]);
            (best, least) = score < least ? (c, score) : (best, least);
        }

        return (best, Math.Max(0, Dot(feature, feature) + (2 * least)));
    }

    /// <summary>The squares of the distances to all centers.</summary>
    public void Squares(ReadOnlySpan<float> feature, Span<float> squares)
    {
        var own = Dot(feature, feature);
        for (var c = 0; c < halfSquares.Length; c++)
        {
            squares[c] = Math.Max(0, own + (2 * (halfSquares[c] - Dot(feature, centers[c]))));
        }
    }

    /// <summary>The sum of products.</summary>
    internal static float Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var (sum, more, i) = (Vector256<float>.Zero, Vector256<float>.Zero, 0);
        for (; i + 16 <= a.Length; i += 16)
        {
            sum = Vector256.FusedMultiplyAdd(Vector256.Create(a[i..]), Vector256.Create(b[i..]), sum);
            more = Vector256.FusedMultiplyAdd(Vector256.Create(a[(i + 8)..]), Vector256.Create(b[(i + 8)..]), more);
        }

        var total = Vector256.Sum(sum + more);
        for (; i < a.Length; i++)
        {
            total += a[i] * b[i];
        }

        return total;
    }
}
