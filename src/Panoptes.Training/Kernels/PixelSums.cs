namespace Panoptes.Training.Kernels;

/// <summary>What a pass over pixels found.</summary>
/// <param name="Loss">Sum of the weighted cross-entropy over the valid pixels.</param>
/// <param name="Valid">Pixels that are not ignored.</param>
/// <param name="Correct">Valid pixels whose largest logit is their label's.</param>
/// <param name="Weight">Sum of the class weights of the valid pixels.</param>
internal readonly record struct PixelSums(double Loss, long Valid, long Correct, double Weight)
{
    public static PixelSums operator +(PixelSums a, PixelSums b) =>
        new(a.Loss + b.Loss, a.Valid + b.Valid, a.Correct + b.Correct, a.Weight + b.Weight);
}
