using System.Globalization;
using Panoptes.Experiments.Events;
using Panoptes.Studies.Results;

namespace Panoptes.Studies.Imports.Records;

/// <summary>Turns the numbers of a run's evaluations into those of results: names, order, shares from 0 to 1.</summary>
internal sealed class MetricSeries
{
    // An IoU above it is no share; rounding alone does not get there.
    private const double LargestShare = 1.5;
    private const int MostNotTaken = 8;

    private readonly Dictionary<string, (SourceMetric Metric, double Divisor)> chosen = [];
    private readonly Dictionary<string, double> classDivisors = [];

    /// <summary>Decides for all evaluations of a run, or of all runs of a table, which numbers are taken and in which scale.</summary>
    /// <param name="evaluations">They.</param>
    /// <param name="scaleOf">How the tool writes a number of a name of the source.</param>
    /// <param name="note">Told of each decision, a sentence.</param>
    public MetricSeries(IReadOnlyList<EvaluationRecord> evaluations, Func<string, ShareScale> scaleOf, Action<string> note)
    {
        var keys = evaluations.SelectMany(evaluation => evaluation.Values.Keys).Distinct().ToList();
        var notTaken = new List<string>();
        foreach (var key in keys.OrderBy(Preference))
        {
            if (SourceMetric.Of(key) is { } metric)
            {
                if (chosen.Values.Any(other => other.Metric.Name == metric.Name))
                {
                    note($"{metric.Title} was logged more than once: taken from {chosen.First(other => other.Value.Metric.Name
                        == metric.Name).Key}, not from {key}");
                    continue;
                }

                chosen[key] = (metric, 1);
            }
            else if (SourceMetric.OfClass(key) is null)
            {
                notTaken.Add(key);
            }
        }

        Scale(evaluations, scaleOf, note);
        ScaleClasses(evaluations, scaleOf);
        if (notTaken.Count > 0)
        {
            note($"not taken over: {string.Join(", ", notTaken.Take(MostNotTaken))}"
                + (notTaken.Count > MostNotTaken ? $" and {notTaken.Count - MostNotTaken} more" : ""));
        }
    }

    /// <summary>Whether a number is taken.</summary>
    public bool Any => chosen.Count > 0;

    /// <summary>Whether an evaluation has a number that is taken.</summary>
    public bool Has(EvaluationRecord evaluation) => evaluation.Values.Keys.Any(chosen.ContainsKey);

    /// <summary>An evaluation as results have it.</summary>
    /// <param name="evaluation">It.</param>
    /// <param name="seconds">Seconds of training until then; null where not known.</param>
    public ResultPoint Point(EvaluationRecord evaluation, double? seconds) => new()
    {
        Step = evaluation.Step,
        Seconds = seconds,
        Metrics =
        [
            .. chosen.Where(entry => evaluation.Values.ContainsKey(entry.Key)).OrderBy(entry => entry.Value.Metric.Place)
                .ThenBy(entry => entry.Value.Metric.Name, StringComparer.Ordinal)
                .Select(entry => new MetricRow
                {
                    Name = entry.Value.Metric.Name,
                    Title = entry.Value.Metric.Title,
                    IsShare = entry.Value.Metric.IsShare,
                    HigherIsBetter = entry.Value.Metric.HigherIsBetter,
                    Value = Scaled(evaluation.Values[entry.Key], entry.Value.Divisor, entry.Value.Metric.IsShare),
                }),
        ],
    };

    /// <summary>What an evaluation says of classes; empty where it says nothing.</summary>
    public IReadOnlyList<ImportedClass> Classes(EvaluationRecord evaluation)
    {
        var classes = new Dictionary<string, Dictionary<string, double?>>();
        void Add(string name, string column, double value) =>
            (classes.TryGetValue(name, out var row) ? row : classes[name] = [])[column] =
                Scaled(value, classDivisors.GetValueOrDefault(column, 1), true);

        foreach (var (name, values) in evaluation.Classes?.Rows ?? [])
        {
            foreach (var (place, title) in evaluation.Classes!.Columns.Index())
            {
                if (SourceMetric.Column(title) is { } column)
                {
                    Add(name, column, values[place]);
                }
            }
        }

        foreach (var (key, value) in evaluation.Values)
        {
            if (!chosen.ContainsKey(key) && SourceMetric.OfClass(key) is { } found)
            {
                Add(found.Class, found.Name, value);
            }
        }

        return [.. classes.Select(entry => new ImportedClass { Name = entry.Key, Values = entry.Value })];
    }

    private void Scale(IReadOnlyList<EvaluationRecord> evaluations, Func<string, ShareScale> scaleOf, Action<string> note)
    {
        var (percent, share) = (new List<string>(), new List<string>());
        var shares = chosen.Where(entry => entry.Value.Metric.IsShare).Select(entry => entry.Key).ToList();
        var largest = shares.ToDictionary(
            key => key, key => Largest(evaluations.Select(evaluation => evaluation.Values.GetValueOrDefault(key))));
        var bounded = shares.Where(key => scaleOf(key) == ShareScale.PercentUnlessSmall).ToList();
        var allSmall = bounded.All(key => largest[key] <= 1);
        foreach (var key in shares)
        {
            var isPercent = scaleOf(key) switch
            {
                ShareScale.Percent => true,
                ShareScale.PercentUnlessSmall => !allSmall,
                ShareScale.ByValue => largest[key] > LargestShare,
                _ => false,
            };
            chosen[key] = (chosen[key].Metric, isPercent ? 100 : 1);
            (isPercent ? percent : share).Add(key);
            if (largest[key] > (isPercent ? 100.005 : 1.00005))
            {
                note($"{key} reaches {largest[key].ToString(CultureInfo.InvariantCulture)}, which is no share{(isPercent
                    ? " in percent" : "")}: those values were left out");
            }
        }

        if (percent.Count > 0)
        {
            note($"{string.Join(", ", percent)}: recognized as percent ({Reason(percent, scaleOf)}), divided by 100");
        }

        if (share.Count > 0 && percent.Count > 0)
        {
            note($"{string.Join(", ", share)}: taken as shares beside numbers in percent; check them where they are very small");
        }
        else if (bounded.Count > 0 && allSmall && share.Count > 0)
        {
            note($"{string.Join(", ", share)}: never above 1, taken as shares although the tool writes percent");
        }
    }

    // Columns of classes are in the scale of the means.
    private void ScaleClasses(IReadOnlyList<EvaluationRecord> evaluations, Func<string, ShareScale> scaleOf)
    {
        var ofKeys = from evaluation in evaluations
                     from entry in evaluation.Values
                     where SourceMetric.OfClass(entry.Key) is not null
                     select (Column: SourceMetric.OfClass(entry.Key)!.Value.Name, entry.Key, entry.Value);
        var ofTables = from evaluation in evaluations
                       where evaluation.Classes is not null
                       from title in evaluation.Classes!.Columns.Index()
                       where SourceMetric.Column(title.Item) is not null
                       from row in evaluation.Classes!.Rows
                       select (Column: SourceMetric.Column(title.Item)!, Key: title.Item, Value: row.Values[title.Index]);
        foreach (var column in ofKeys.Concat(ofTables).GroupBy(entry => entry.Column))
        {
            var isPercent = scaleOf(column.First().Key) == ShareScale.Percent
                || Largest(column.Select(entry => entry.Value)) > LargestShare;
            classDivisors[column.Key] = isPercent ? 100 : 1;
        }
    }

    private static double Largest(IEnumerable<double> values) => values.Where(double.IsFinite).DefaultIfEmpty(0).Max();

    private static string Reason(IEnumerable<string> keys, Func<string, ShareScale> scaleOf) =>
        keys.Any(key => scaleOf(key) == ShareScale.ByValue) ? "a value is above 1.5" : "as the tool writes them";

    // pycocotools writes -1 for what is undefined.
    private static double? Scaled(double value, double divisor, bool isShare)
    {
        var scaled = value / divisor;
        return !double.IsFinite(scaled) || (isShare && scaled is < 0 or > 1.00005) ? null : isShare ? Math.Min(1, scaled) : scaled;
    }

    // Of two tags for one number that of the evaluated split, and the plainest.
    private static (int, int, string) Preference(string key) =>
        (key.StartsWith("val", StringComparison.OrdinalIgnoreCase) ? 0 : key.StartsWith("test", StringComparison.OrdinalIgnoreCase) ? 2 : 1,
            key.Length, key);
}
