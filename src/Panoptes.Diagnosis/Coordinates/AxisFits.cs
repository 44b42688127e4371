namespace Panoptes.Diagnosis.Coordinates;

/// <summary>Fits label coordinates to image coordinates.</summary>
internal sealed class AxisFits
{
    private readonly double meanX;
    private readonly double meanY;
    private readonly double xx;
    private readonly double xy;
    private readonly double yy;
    private readonly IReadOnlyList<CoordinatePair> pairs;

    public AxisFits(IReadOnlyList<CoordinatePair> pairs)
    {
        this.pairs = pairs;
        (meanX, meanY) = (pairs.Average(pair => pair.ImageX), pairs.Average(pair => pair.ImageY));
        foreach (var pair in pairs)
        {
            var (x, y) = (pair.ImageX - meanX, pair.ImageY - meanY);
            (xx, xy, yy) = (xx + (x * x), xy + (x * y), yy + (y * y));
        }
    }

    /// <summary>Fits one coordinate. Centered first, so that large coordinates lose no digits.</summary>
    public AxisFit Of(Func<CoordinatePair, double> label)
    {
        var mean = pairs.Average(label);
        var (xv, yv) = (0.0, 0.0);
        foreach (var pair in pairs)
        {
            var value = label(pair) - mean;
            (xv, yv) = (xv + ((pair.ImageX - meanX) * value), yv + ((pair.ImageY - meanY) * value));
        }

        var determinant = (xx * yy) - (xy * xy);
        var (a, b) = (((yy * xv) - (xy * yv)) / determinant, ((xx * yv) - (xy * xv)) / determinant);
        return new AxisFit(a, b, mean - (a * meanX) - (b * meanY));
    }
}
