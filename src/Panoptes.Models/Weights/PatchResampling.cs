using Panoptes.Tensors;

namespace Panoptes.Models.Weights;

/// <summary>
/// Patch embeddings for larger patches: the kernels that answer an enlarged patch as the old ones answered the patch (FlexiViT, Beyer et
/// al. 2023, section 3.2; timm, layers/patch_embed.py).
/// </summary>
internal static class PatchResampling
{
    /// <summary>Resamples kernels.</summary>
    /// <param name="kernels">(out, in, p, p).</param>
    /// <param name="patch">Side of the larger patches, P.</param>
    /// <returns>(out, in, P, P) float32.</returns>
    /// <remarks>
    /// Enlarging an image is linear and treats rows as columns: with A its (P, p) matrix along one axis, kernels become
    /// pinv(Aᵀ) k pinv(A), which is the pseudo-inverse of the whole matrix.
    /// </remarks>
    public static Tensor Resample(Tensor kernels, int patch)
    {
        using var noGrad = Autograd.NoGrad();
        using var scope = TensorScope.Open();
        var inverse = PseudoInverseOfTransposed(Enlarging((int)kernels.Size(3), patch));
        return scope.Return(inverse.Matmul(kernels.To(DType.Float64)).Matmul(inverse.T()).To(DType.Float32));
    }

    // (P, p): what each pixel of an enlarged line takes of the line, antialiased bicubic.
    private static Tensor Enlarging(int from, int to)
    {
        var lines = Ops.Eye(from, DType.Float64).View([1, from, from, 1]);
        return lines.UpsampleBicubic2dAa([to, 1], false).View([from, to]).T();
    }

    // Of full column rank: pinv(Aᵀ) = A (AᵀA)⁻¹.
    private static Tensor PseudoInverseOfTransposed(Tensor matrix)
    {
        var size = (int)matrix.Size(1);
        var inverse = Inverse(matrix.T().Matmul(matrix).ToArray<double>(), size);
        return matrix.Matmul(Tensor.From<double>(inverse, size, size));
    }

    // Gauss-Jordan without pivots, which a positive definite matrix does not need.
    private static double[] Inverse(double[] matrix, int size)
    {
        var inverse = new double[size * size];
        for (var k = 0; k < size; k++)
        {
            inverse[(k * size) + k] = 1;
        }

        for (var k = 0; k < size; k++)
        {
            Scale(k, 1 / matrix[(k * size) + k]);
            for (var row = 0; row < size; row++)
            {
                if (row != k)
                {
                    Subtract(row, k, matrix[(row * size) + k]);
                }
            }
        }

        return inverse;

        void Scale(int row, double factor)
        {
            for (var i = row * size; i < (row + 1) * size; i++)
            {
                (matrix[i], inverse[i]) = (matrix[i] * factor, inverse[i] * factor);
            }
        }

        void Subtract(int row, int other, double factor)
        {
            for (var i = 0; i < size; i++)
            {
                matrix[(row * size) + i] -= factor * matrix[(other * size) + i];
                inverse[(row * size) + i] -= factor * inverse[(other * size) + i];
            }
        }
    }
}
