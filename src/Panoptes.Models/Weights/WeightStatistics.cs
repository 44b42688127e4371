using Panoptes.Tensors;

namespace Panoptes.Models.Weights;

/// <summary>A tensor's values in a few numbers.</summary>
/// <param name="Mean">Their mean.</param>
/// <param name="StandardDeviation">Their standard deviation over all elements.</param>
/// <param name="Minimum">The smallest.</param>
/// <param name="Maximum">The largest.</param>
/// <param name="NonFinite">How many are infinite or not a number; the other numbers are NaN where there are any.</param>
public sealed record WeightStatistics(double Mean, double StandardDeviation, double Minimum, double Maximum, long NonFinite)
{
    /// <summary>Reads a tensor of a file and measures it; all NaN where it is empty.</summary>
    public static WeightStatistics Of(WeightFile file, WeightEntry entry)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(entry);
        if (entry.Count == 0)
        {
            return new WeightStatistics(double.NaN, double.NaN, double.NaN, double.NaN, 0);
        }

        using var scope = TensorScope.Open();
        var values = file.ReadTensor(entry).ToArray<double>();
        var (sum, minimum, maximum, nonFinite) = (0.0, double.PositiveInfinity, double.NegativeInfinity, 0L);
        foreach (var value in values)
        {
            sum += value;
            minimum = Math.Min(minimum, value);
            maximum = Math.Max(maximum, value);
            nonFinite += double.IsFinite(value) ? 0 : 1;
        }

        var mean = sum / values.Length;
        var squares = values.Sum(value => (value - mean) * (value - mean));
        return nonFinite > 0
            ? new WeightStatistics(double.NaN, double.NaN, double.NaN, double.NaN, nonFinite)
            : new WeightStatistics(mean, Math.Sqrt(squares / values.Length), minimum, maximum, 0);
    }
}
