namespace Panoptes.Training.Arithmetic;

/// <summary>
/// Where a GPU may round the factors of 32-bit products to TF32 (10 bits of mantissa), which its tensor cores multiply several times
/// faster.
/// </summary>
public enum Tf32Use
{
    /// <summary>In convolutions, not in matrix products: as libtorch does by itself, and as most published results came to be.</summary>
    Convolutions,

    /// <summary>In convolutions and matrix products.</summary>
    All,

    /// <summary>Nowhere: full 32-bit arithmetic.</summary>
    None,
}
