namespace Panoptes.Metrics.Instances;

/// <summary>
/// Precision and score of one class at one threshold: a row for every recall threshold, in it the area ranges and limits of detections side
/// by side, as they lie in the whole table.
/// </summary>
internal sealed class CurveRows(double[] recallThresholds, int width)
{
    public ReadOnlySpan<double> RecallThresholds => recallThresholds;

    public double[] Precision { get; } = new double[recallThresholds.Length * width];

    public double[] Scores { get; } = new double[recallThresholds.Length * width];

    /// <summary>Fills in what a recall threshold has at a place.</summary>
    public void Set(int r, int place, double precision, double score) =>
        (Precision[(r * width) + place], Scores[(r * width) + place]) = (precision, score);

    /// <summary>Says of a place that nothing is defined there; returned is the recall of it.</summary>
    public double Clear(int place)
    {
        for (var r = 0; r < recallThresholds.Length; r++)
        {
            Set(r, place, -1, -1);
        }

        return -1;
    }

    /// <summary>Takes over what the place before has; returned is the recall of it.</summary>
    public double Repeat(int place, double recall)
    {
        for (var i = place; i < Precision.Length; i += width)
        {
            (Precision[i], Scores[i]) = (Precision[i - 1], Scores[i - 1]);
        }

        return recall;
    }
}
