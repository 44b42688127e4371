namespace Panoptes.Experiments.Planning;

/// <summary>
/// What a step takes with any number of images: as measured, or on the line through the two measurements next to it. Below and above all
/// of them, never less than in proportion, and never less than the largest.
/// </summary>
public sealed class ShareCurve
{
    private readonly IReadOnlyList<MeasuredShare> measured;

    /// <summary>Makes the curve.</summary>
    /// <param name="measured">At least one, each with another number of images.</param>
    public ShareCurve(IEnumerable<MeasuredShare> measured)
    {
        this.measured = [.. measured.OrderBy(share => share.Images)];
        ArgumentOutOfRangeException.ThrowIfZero(this.measured.Count, nameof(measured));
    }

    /// <summary>The measurements, from few images to many.</summary>
    public IReadOnlyList<MeasuredShare> Measured => measured;

    /// <summary>Whether this number of images was measured.</summary>
    public bool IsMeasured(int images) => measured.Any(share => share.Images == images);

    /// <summary>The parts of a step.</summary>
    /// <param name="images">Images of a forward pass, at least 1.</param>
    public ComputeTime Compute(int images) => new(
        At(images, share => share.Compute.Before), At(images, share => share.Compute.Backward), At(images, share => share.Compute.After));

    /// <summary>Bytes in tensors at most.</summary>
    /// <param name="images">Images of a forward pass, at least 1.</param>
    public double Peak(int images) => At(images, share => share.PeakBytes);

    private double At(int images, Func<MeasuredShare, double> value)
    {
        if (measured.FirstOrDefault(share => share.Images == images) is { } same)
        {
            return value(same);
        }

        var (first, last) = (measured[0], measured[^1]);
        if (measured.Count == 1)
        {
            return value(first) * images / first.Images;
        }

        var right = Math.Clamp(measured.TakeWhile(share => share.Images < images).Count(), 1, measured.Count - 1);
        var (low, high) = (measured[right - 1], measured[right]);
        var slope = (value(high) - value(low)) / (high.Images - low.Images);
        var line = value(low) + (slope * (images - low.Images));
        return images < first.Images ? Math.Clamp(line, value(first) * images / first.Images, value(first))
            : images > last.Images ? Math.Max(line, value(last))
            : line;
    }
}
