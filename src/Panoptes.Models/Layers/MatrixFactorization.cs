using Panoptes.Tensors;
using Panoptes.Tensors.Modules;

namespace Panoptes.Models.Layers;

/// <summary>
/// Non-negative matrix factorization as a layer (Geng et al. 2021, algorithm 2; NMF2D of SegNeXt's and mmsegmentation's
/// ham_head.py): the pixels of each image are approximated by few bases through multiplicative updates, and gradients flow
/// through every update. It has no parameters: bases start from random numbers, in training from the device's default
/// generator, in evaluation from a fixed seed, the same for every image, so that a prediction depends neither on chance
/// nor on the batch that an image is in.
/// </summary>
internal sealed class MatrixFactorization : Layer
{
    // Bases and coefficients are updated so often, then the coefficients once more.
    private const int TrainingSteps = 6;
    private const int EvaluationSteps = 7;
    private const double Epsilon = 1e-6;

    // torch.nn.functional.normalize's.
    private const double NormEpsilon = 1e-12;

    private readonly Tensor fixedBases;

    /// <summary>Makes a layer.</summary>
    /// <param name="channels">Channels of the map.</param>
    /// <param name="rank">Number of bases.</param>
    /// <param name="seed">Seed of the bases in evaluation.</param>
    public MatrixFactorization(long channels, int rank, long seed)
    {
        (Channels, Rank) = (channels, rank);
        using var generator = new Generator(seed);
        fixedBases = Buffer("fixed_bases", Ops.Rand([1, channels, rank], generator), persistent: false);
    }

    /// <summary>Channels of the map.</summary>
    public long Channels { get; }

    /// <summary>Number of bases.</summary>
    public int Rank { get; }

    /// <summary>
    /// Bases to start from instead of random ones: (N or 1, Channels, Rank), not negative, not yet normalized; not owned. Null draws them.
    /// </summary>
    public Tensor? GivenBases { get; set; }

    /// <summary>The map that few bases can express.</summary>
    /// <param name="x">(N,C,H,W), not negative.</param>
    /// <returns>The same shape, in channels-last memory.</returns>
    public override Tensor Forward(Tensor x)
    {
        using var scope = TensorScope.Open();

        // Sums over all pixels and quotients of small numbers need float32 at least.
        var dtype = x.DType == DType.Float64 ? x.DType : DType.Float32;
        using var precision = Autocast.IsEnabled(x.Device) ? Autocast.Suspend(x.Device) : null;
        var (samples, height, width) = (x.Size(0), x.Size(2), x.Size(3));
        var pixels = ChannelsLast.FromMap(x).Reshape([samples, height * width, Channels]).To(dtype);
        var transposed = pixels.Transpose(1, 2);
        var bases = Normalized(StartingBases(samples, x.Device).To(dtype));
        var coefficients = pixels.Matmul(bases).Softmax(-1);
        for (var step = 0; step < (IsTraining ? TrainingSteps : EvaluationSteps); step++)
        {
            coefficients = UpdatedCoefficients(pixels, bases, coefficients);
            var gram = coefficients.Transpose(1, 2).Matmul(coefficients);
            bases = Updated(bases, transposed.Matmul(coefficients), bases.Matmul(gram));
        }

        coefficients = UpdatedCoefficients(pixels, bases, coefficients);
        var approximated = coefficients.Matmul(bases.Transpose(1, 2)).View([samples, height, width, Channels]);
        return scope.Return(ChannelsLast.ToMap(approximated.To(x.DType)));
    }

    private static Tensor UpdatedCoefficients(Tensor pixels, Tensor bases, Tensor coefficients) =>
        Updated(coefficients, pixels.Matmul(bases), coefficients.Matmul(bases.Transpose(1, 2).Matmul(bases)));

    private static Tensor Updated(Tensor factor, Tensor numerator, Tensor denominator) =>
        factor * numerator / denominator.AddInPlace(Epsilon);

    private static Tensor Normalized(Tensor bases) => bases / bases.LinalgVectorNorm(2, [1], true).ClampMin(NormEpsilon);

    private Tensor StartingBases(long samples, Device device)
    {
        if (GivenBases is null && IsTraining)
        {
            return Ops.Rand([samples, Channels, Rank], DType.Float32, device: device);
        }

        return (GivenBases ?? fixedBases).Expand([samples, Channels, Rank]);
    }
}
