using Panoptes.Experiments.Evaluations;
using Panoptes.Experiments.Events;
using Panoptes.Metrics.Intervals;
using Panoptes.Metrics.Scoring;
using Panoptes.Training.Evaluation.Kinds;

namespace Panoptes.Experiments.Comparisons;

/// <summary>Compares what one kind of evaluation says of runs, with intervals where the counts of their images are there.</summary>
internal sealed class KindComparer
{
    private readonly IReadOnlyList<ComparedRun> runs;
    private readonly IReadOnlyList<KindRecord> records;

    // By run and number (of a class, or of all): the interval of its difference from the first.
    private readonly Dictionary<(int Run, string Name, int? Class), Interval> intervals = [];

    /// <summary>Takes the kind's records and draws what their images allow.</summary>
    /// <param name="runs">The runs, all measured on the same images.</param>
    /// <param name="kind">The kind; every run has it.</param>
    /// <param name="note">Takes what should be known, a line each.</param>
    public KindComparer(IReadOnlyList<ComparedRun> runs, string kind, Action<string> note)
    {
        this.runs = runs;
        records = [.. runs.Select(run => run.Evaluation.Kinds.First(record => record.Kind == kind))];
        var counts = runs.Select((run, place) => Counts(run, records[place], note)).ToList();
        if (counts[0] is not { } first)
        {
            return;
        }

        for (var run = 1; run < runs.Count; run++)
        {
            if (counts[run] is { } other && other.IsFlattened == first.IsFlattened
                && other.Images.Select(image => image.ImageId).SequenceEqual(first.Images.Select(image => image.ImageId)))
            {
                Draw(run, first, other);
            }
        }
    }

    /// <summary>What is compared.</summary>
    public ComparedKind Compare()
    {
        var numbers = records[0].Metrics.Where(metric => metric.IsShare && records.All(record => record.Find(metric.Name) is not null))
            .Select(metric => Row(
                metric.Name, metric.Title, record => record.Find(metric.Name)!.Value, null, metric.HigherIsBetter))
            .Where(row => row.Values.Any(value => value is not null));
        var classes = records[0].Columns.Where(column => column.IsShare && records.All(record => record.Columns.Any(
                other => other.Name == column.Name)))
            .SelectMany(column => records[0].Classes.Select((row, id) => Row(
                column.Name, $"{row.Name} {column.Title}", record => record.Classes[id].Of(column.Name), id, column.HigherIsBetter)))
            .Where(row => row.Values.Any(value => value is not null));
        return new ComparedKind(records[0].Kind, [.. numbers], [.. classes], Curve());
    }

    private ComparedShare Row(string name, string title, Func<KindRecord, double?> value, int? category, bool higherIsBetter) => new(
        name,
        title,
        [.. records.Select(value)],
        [.. Enumerable.Range(0, runs.Count).Select(run => intervals.GetValueOrDefault((run, name, category)))],
        higherIsBetter);

    private ComparedCurve? Curve()
    {
        var curves = records.Select(record => record.Curves.Where(curve => curve.Key == ThingDetail.CurveKey).ToList()).ToList();
        return curves.FirstOrDefault(lines => lines.Count > 0) is not [var shown, ..] ? null : new ComparedCurve(
            shown.Title,
            shown.X,
            [
                .. curves.SelectMany((lines, run) => lines.Where(line => line.X.SequenceEqual(shown.X))
                    .Select(line => (line.Line, run, line.Y))),
            ]);
    }

    private void Draw(int run, ThingNumbers first, ThingNumbers other)
    {
        var drawn = ScoreComparison.Of(first.Resampling, other.Resampling, first.Headlines);
        foreach (var (headline, number) in first.Headlines.Zip(drawn.Headlines))
        {
            intervals[(run, headline.Name, null)] = number.Difference;
        }

        foreach (var ((name, category), number) in first.Further.Zip(drawn.Further))
        {
            intervals[(run, name, category)] = number.Difference;
        }

        for (var id = 0; id < drawn.Classes.Count; id++)
        {
            intervals[(run, records[0].Columns[0].Name, id)] = drawn.Classes[id].Difference;
        }
    }

    // Counts that give other numbers than the record are of another evaluation: a command was interrupted between the two files.
    private static ThingNumbers? Counts(ComparedRun run, KindRecord record, Action<string> note)
    {
        if (run.Counts.FirstOrDefault(counts => counts.Kind == record.Kind) is not { } counts)
        {
            if (record.Kind is "panoptic" or "instance")
            {
                note($"{run.Title} has no counts of its images, as an earlier version measured it: no intervals; evaluate it again");
            }

            return null;
        }

        var numbers = new ThingNumbers(counts.Categories, counts.Images, counts.IsFlattened);
        var once = numbers.Resampling.Once().Headlines;
        if (numbers.Headlines.Zip(once).All(pair => IsSame(record.Find(pair.First.Name), pair.Second)))
        {
            return numbers;
        }

        note($"the counts of {run.Title}'s images are not those of its results: no intervals; evaluate it again");
        return null;
    }

    private static bool IsSame(MetricRow? metric, double counted) =>
        metric?.Value is { } value ? Math.Abs(value - counted) < 1e-9 : !double.IsFinite(counted);
}
