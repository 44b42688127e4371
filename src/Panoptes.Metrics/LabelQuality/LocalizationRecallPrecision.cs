namespace Panoptes.Metrics.LabelQuality;

/// <summary>
/// Localization recall precision error (LRP; Oksuz et al. 2018, 2021) with tau .5 of one class: (sum over matches of (1 - IoU) / (1 - tau),
/// plus wrong labels, plus missed objects) over (matches, wrong labels and missed objects); 0 is perfect, 1 the worst.
/// </summary>
internal static class LocalizationRecallPrecision
{
    private const double Tau = .5;

    /// <summary>Of the labels above a threshold.</summary>
    /// <param name="ofClass">The class's labels.</param>
    /// <param name="truths">The class's objects.</param>
    /// <param name="threshold">Labels of a higher score count.</param>
    /// <returns>0 to 1; NaN where there is neither a label nor an object.</returns>
    public static double At(IEnumerable<LabelOutcome> ofClass, int truths, double threshold)
    {
        var (right, wrong, lost) = (0, 0, 0.0);
        foreach (var label in ofClass.Where(label => label.Score > threshold))
        {
            (right, wrong, lost) = label.IsRight ? (right + 1, wrong, lost + Loss(label)) : (right, wrong + 1, lost);
        }

        return Error(right, wrong, lost, truths);
    }

    /// <summary>The least over all thresholds (oLRP), keeping no label among them.</summary>
    /// <param name="ofClass">The class's labels.</param>
    /// <param name="truths">The class's objects.</param>
    /// <returns>0 to 1; NaN where there is no object.</returns>
    public static double Least(IEnumerable<LabelOutcome> ofClass, int truths)
    {
        if (truths == 0)
        {
            return double.NaN;
        }

        var (right, wrong, lost, least) = (0, 0, 0.0, 1.0);
        foreach (var same in ofClass.GroupBy(label => label.Score).OrderByDescending(group => group.Key))
        {
            var hits = same.Where(label => label.IsRight).ToArray();
            (right, wrong, lost) = (right + hits.Length, wrong + same.Count() - hits.Length, lost + hits.Sum(Loss));
            least = Math.Min(least, Error(right, wrong, lost, truths));
        }

        return least;
    }

    private static double Loss(LabelOutcome label) => (1 - label.Overlap) / (1 - Tau);

    private static double Error(int right, int wrong, double lost, int truths)
    {
        var all = wrong + truths;
        return all == 0 ? double.NaN : (lost + wrong + truths - right) / all;
    }
}
