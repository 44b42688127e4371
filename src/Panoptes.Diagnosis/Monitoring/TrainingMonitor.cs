using System.Globalization;

namespace Panoptes.Diagnosis.Monitoring;

/// <summary>
/// Watches the evaluations of a training for what misaligned labels do to it (P4, section 12.6 of the specification of pseudo-labels):
/// layout is learned, objects are not. Speaks once for each sign.
/// </summary>
/// <param name="options">What it is told.</param>
public sealed class TrainingMonitor(MonitorOptions options)
{
    private const double FirstShare = 0.1;
    private const double LeastThings = 0.01;
    private const double ThingsOfLabels = 0.05;
    private const double HighAccuracy = 0.7;
    private const int ThingEvaluations = 3;
    private const int QualityEvaluations = 4;
    private const double QualityOfLabels = 0.5;
    private const int LossEvaluations = 3;
    private const double LossRatio = 1.3;

    private readonly List<MonitorPoint> points = [];
    private readonly List<double> ratios = [];
    private readonly HashSet<MonitorSign> spoken = [];
    private long last;

    private static string Advice => "run \"panoptes doctor labels\" on the training's data before anything else is changed: no learning "
        + "rate mends labels that lie elsewhere";

    private string Quality => options.AgainstLabels ? "agreement with held-out labels" : "panoptic quality";

    /// <summary>Takes an evaluation.</summary>
    /// <param name="point">The evaluation; later than all before.</param>
    /// <returns>What it gives reason to say, and was not said before.</returns>
    public IReadOnlyList<MonitorAlarm> Add(MonitorPoint point)
    {
        ArgumentNullException.ThrowIfNull(point);
        var previous = last;
        last = point.Step;
        if (point.Step <= FirstShare * options.Steps)
        {
            return [];
        }

        points.Add(point);
        var alarms = new[]
        {
            Speak(MonitorSign.ThingsMissing, MissesThings(), () =>
                $"{Quality} of things is {Percent(point.PQThings)} at {ThingEvaluations} evaluations in a row while "
                    + $"{Percent(point.Accuracy)} of the pixels are right"),
            Speak(MonitorSign.QualityStuck, IsStuck(), () =>
                $"{Quality} has not risen over {QualityEvaluations} evaluations and is {Percent(point.PQ)}, less than half of the "
                    + $"{Percent(options.LabelsPQ!.Value)} that the labels reach"),
            Speak(MonitorSign.LossHigh, HasHighLoss(previous), () =>
                $"the loss has been more than {LossRatio.ToString(CultureInfo.InvariantCulture)} times that of the reference for "
                    + $"{LossEvaluations} evaluations"),
        };
        return [.. alarms.OfType<MonitorAlarm>()];
    }

    private MonitorAlarm? Speak(MonitorSign sign, bool isSeen, Func<string> text) => isSeen && spoken.Add(sign)
        ? new MonitorAlarm(sign, points[^1].Step, $"{text()}, as where labels do not lie on their images; {Advice}")
        : null;

    private bool MissesThings()
    {
        var floor = Math.Max(LeastThings, ThingsOfLabels * (options.LabelsPQThings ?? 0));
        return Last(ThingEvaluations) is { } recent && recent.All(point => point.PQThings < floor && point.Accuracy > HighAccuracy);
    }

    private bool IsStuck() => options.LabelsPQ is { } labels && Last(QualityEvaluations) is { } recent
        && recent.All(point => point.PQ < QualityOfLabels * labels) && Slope([.. recent.Select(point => (point.Step, point.PQ))]) <= 0;

    private bool HasHighLoss(long previous)
    {
        var loss = points[^1].Loss;
        var reference = options.ReferenceLoss?.Invoke(previous, points[^1].Step);
        ratios.Add(reference is > 0 ? loss / reference.Value : double.NaN);
        return ratios.Count >= LossEvaluations && ratios.TakeLast(LossEvaluations).All(ratio => ratio > LossRatio);
    }

    private MonitorPoint[]? Last(int count) => points.Count < count ? null : [.. points.TakeLast(count)];

    private static double Slope(IReadOnlyList<(long Step, double Value)> values)
    {
        var (meanStep, mean) = (values.Average(value => value.Step), values.Average(value => value.Value));
        return values.Sum(value => (value.Step - meanStep) * (value.Value - mean));
    }

    private static string Percent(double share) => (100 * share).ToString("0.#", CultureInfo.InvariantCulture) + " %";
}
