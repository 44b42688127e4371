using Panoptes.Metrics.Intervals;
using Panoptes.Training.Evaluation.Kinds;

namespace Panoptes.Experiments.Evaluations;

/// <summary>Gives the numbers of a record the intervals that follow from what its images add.</summary>
internal static class KindIntervals
{
    private const double Percent = 95;

    /// <summary>The record with 95 % intervals over draws of images; as it is where the kind keeps nothing of images.</summary>
    public static KindRecord Add(KindRecord record, ThingDetail? things)
    {
        if (things is not { Images.Count: > 0 })
        {
            return record;
        }

        var intervals = Bootstrap.Intervals(things.Numbers.Resampling, Percent);
        var numbers = new Dictionary<string, Interval>(
            things.Numbers.Headlines.Select(headline => headline.Name).Zip(intervals.Headlines, KeyValuePair.Create));
        var classes = new Dictionary<(int Class, string Name), Interval>();
        foreach (var ((name, category), interval) in things.Numbers.Further.Zip(intervals.Further))
        {
            if (category is { } id)
            {
                classes[(id, name)] = interval;
            }
            else
            {
                numbers[name] = interval;
            }
        }

        return record with
        {
            Metrics = [.. record.Metrics.Select(metric => metric.Value is not null && numbers.TryGetValue(metric.Name, out var interval)
                ? metric with { Low = Present(interval.Low), High = Present(interval.High) } : metric)],
            Classes = [.. record.Classes.Select((row, id) => row with
            {
                Intervals = classes.Where(entry => entry.Key.Class == id && row.Of(entry.Key.Name) is not null).ToDictionary(
                    entry => entry.Key.Name, entry => (IReadOnlyList<double?>)[Present(entry.Value.Low), Present(entry.Value.High)]),
            })],
        };
    }

    private static double? Present(double value) => double.IsFinite(value) ? Math.Round(value, 6) : null;
}
