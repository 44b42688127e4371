using Panoptes.Metrics.Intervals;

namespace Panoptes.Diagnosis.Coordinates;

/// <summary>
/// Looks whether a pipeline moves labels as it moves their image: exact, and needs no content (P1, section 12.3 of the specification).
/// </summary>
public static class CoordinateProbe
{
    private const double MeanTolerance = 0.05;
    private const int RulePixels = 4096;

    /// <summary>Judges what output pixels show.</summary>
    /// <param name="pairs">The interior output pixels, not those at the border; at least three that are not on a line.</param>
    /// <param name="scale">Output pixels a native pixel, above 0.</param>
    /// <exception cref="ArgumentException">There are fewer than three.</exception>
    public static CoordinateScores Look(IReadOnlyList<CoordinatePair> pairs, double scale)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(scale);
        if (pairs.Count < 3)
        {
            throw new ArgumentException($"{pairs.Count} output pixels: too few to fit a map", nameof(pairs));
        }

        var fits = new AxisFits(pairs);
        var (meanDx, meanDy) = (pairs.Average(pair => pair.Dx), pairs.Average(pair => pair.Dy));
        return new CoordinateScores
        {
            Scale = scale,
            MeanDx = meanDx,
            MeanDy = meanDy,
            MeanAbsDx = pairs.Average(pair => Math.Abs(pair.Dx)),
            MeanAbsDy = pairs.Average(pair => Math.Abs(pair.Dy)),
            MaxAbsDx = pairs.Max(pair => Math.Abs(pair.Dx)),
            MaxAbsDy = pairs.Max(pair => Math.Abs(pair.Dy)),
            P99 = Bootstrap.Quantile([.. pairs.Select(pair => Math.Sqrt((pair.Dx * pair.Dx) + (pair.Dy * pair.Dy))).Order()], 0.99),
            LabelX = fits.Of(pair => pair.LabelX),
            LabelY = fits.Of(pair => pair.LabelY),
            Rule = RuleOf(meanDx, meanDy, scale),
        };
    }

    /// <summary>The mean of image less label that a rule leaves at a scale, in native pixels.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="scale">Output pixels a native pixel.</param>
    public static double MeanOf(NearestRule rule, double scale)
    {
        var center = rule == NearestRule.Legacy ? 0 : 0.5;
        var sum = 0.0;
        for (var i = 0; i < RulePixels; i++)
        {
            sum += ((i + 0.5) / scale) - Math.Floor((i + center) / scale) - 0.5;
        }

        return sum / RulePixels;
    }

    private static NearestRule RuleOf(double meanDx, double meanDy, double scale)
    {
        var (legacy, center) = (MeanOf(NearestRule.Legacy, scale), MeanOf(NearestRule.PixelCenter, scale));
        return Math.Abs(legacy - center) < 2 * MeanTolerance ? NearestRule.Unknown
            : Is(legacy) ? NearestRule.Legacy
            : Is(center) ? NearestRule.PixelCenter
            : NearestRule.Unknown;

        bool Is(double mean) => Math.Abs(meanDx - mean) <= MeanTolerance && Math.Abs(meanDy - mean) <= MeanTolerance;
    }
}
