using Panoptes.Imaging;

namespace Panoptes.PseudoLabels.Fields;

/// <summary>
/// Where pixels lie among the places of the permutohedral lattice: the six corners of the simplex around each pixel's position and color,
/// and how near it is to each (Adams, Baek and Davis, 2010, section 3).
/// </summary>
internal sealed class LatticePlaces
{
    private const int D = PermutohedralLattice.Dimensions;
    private readonly float[] scales = new float[D];
    private readonly int[] rem = new int[D + 1];
    private readonly int[] rank = new int[D + 1];
    private readonly float[] elevated = new float[D + 1];
    private readonly float[] near = new float[D + 2];
    private readonly float position;
    private readonly float color;

    /// <summary>Places for kernels of some standard deviations.</summary>
    public LatticePlaces(double positionSigma, double colorSigma)
    {
        (position, color) = ((float)(1 / positionSigma), (float)(1 / colorSigma));
        for (var i = 0; i < D; i++)
        {
            // With the blur along the axes and the interpolation at both ends, the standard deviation of the whole becomes 1.
            scales[i] = (float)((D + 1) * Math.Sqrt(2.0 / 3 / ((i + 1) * (i + 2))));
        }
    }

    /// <summary>The corners around a pixel and its nearness to each, which sums to 1.</summary>
    public void Find(RgbImage image, int x, int y, Span<LatticeKey> corners, Span<float> weights)
    {
        var rgb = image.Pixels.AsSpan(3 * ((y * image.Width) + x), 3);
        Elevate(x * position, y * position, rgb[0] * color, rgb[1] * color, rgb[2] * color);
        var sum = 0;
        for (var i = 0; i <= D; i++)
        {
            rank[i] = 0;
            var whole = (int)MathF.Round(elevated[i] * (1f / (D + 1)));
            rem[i] = whole * (D + 1);
            sum += whole;
        }

        Rank(sum);
        near.AsSpan().Clear();
        for (var i = 0; i <= D; i++)
        {
            var part = (elevated[i] - rem[i]) * (1f / (D + 1));
            near[D - rank[i]] += part;
            near[D + 1 - rank[i]] -= part;
        }

        near[0] += 1 + near[D + 1];
        for (var corner = 0; corner <= D; corner++)
        {
            int At(int i) => rem[i] + corner - (rank[i] > D - corner ? D + 1 : 0);
            corners[corner] = LatticeKey.Of(At(0), At(1), At(2), At(3), At(4));
            weights[corner] = near[corner];
        }
    }

    // Into the plane of six coordinates that sum to 0.
    private void Elevate(float x, float y, float r, float g, float b)
    {
        Span<float> feature = [x, y, r, g, b];
        var sum = 0f;
        for (var i = D; i > 0; i--)
        {
            var scaled = feature[i - 1] * scales[i - 1];
            elevated[i] = sum - (i * scaled);
            sum += scaled;
        }

        elevated[0] = sum;
    }

    private void Rank(int sum)
    {
        for (var i = 0; i < D; i++)
        {
            for (var j = i + 1; j <= D; j++)
            {
                rank[elevated[i] - rem[i] < elevated[j] - rem[j] ? i : j]++;
            }
        }

        // Back into the plane, where rounding left it.
        for (var i = 0; i <= D && sum != 0; i++)
        {
            rank[i] += sum;
            if (rank[i] < 0)
            {
                rank[i] += D + 1;
                rem[i] += D + 1;
            }
            else if (rank[i] > D)
            {
                rank[i] -= D + 1;
                rem[i] -= D + 1;
            }
        }
    }
}
