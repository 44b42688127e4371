namespace Panoptes.Metrics.Intervals;

/// <summary>Student's t distribution, for means of few values whose spread is only known from themselves.</summary>
public static class StudentT
{
    private const int Halvings = 80;

    /// <summary>The t between whose negative and positive a share of the distribution lies: 4.3027 for 95 % and 2 degrees.</summary>
    /// <param name="percent">The share in percent, above 0 and below 100.</param>
    /// <param name="degrees">Degrees of freedom, at least 1: values less one.</param>
    public static double TwoSided(double percent, int degrees)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(degrees, 1);
        if (!(percent > 0 && percent < 100))
        {
            throw new ArgumentOutOfRangeException(nameof(percent), percent, "is no percentage above 0 and below 100");
        }

        // Over the angle atan(t / sqrt(degrees)) the share rises from 0 to 1.
        var (low, high) = (0.0, Math.PI / 2);
        for (var i = 0; i < Halvings; i++)
        {
            var middle = (low + high) / 2;
            (low, high) = 100 * Within(middle, degrees) < percent ? (middle, high) : (low, middle);
        }

        return Math.Tan(low) * Math.Sqrt(degrees);
    }

    // The closed form for whole degrees (Abramowitz and Stegun 26.7.3 and 26.7.4).
    private static double Within(double angle, int degrees)
    {
        var (sine, square) = (Math.Sin(angle), Math.Pow(Math.Cos(angle), 2));
        var isOdd = degrees % 2 == 1;
        var (term, sum) = isOdd ? (Math.Cos(angle), degrees > 1 ? Math.Cos(angle) : 0) : (1.0, 1.0);
        for (var k = isOdd ? 3 : 2; k <= degrees - 2; k += 2)
        {
            term *= square * (k - 1) / k;
            sum += term;
        }

        return isOdd ? 2 / Math.PI * (angle + (sine * sum)) : sine * sum;
    }
}
