using Panoptes.Data.Classes;
using Panoptes.Experiments.Configuration;
using Panoptes.Experiments.Evaluations;
using Panoptes.Experiments.Events;
using Panoptes.Experiments.Runs;
using Panoptes.Experiments.Settings;
using Panoptes.Imaging;
using Panoptes.Metrics.Panoptic;
using Panoptes.Training.Evaluation.Kinds;

namespace Panoptes.Experiments.Tests.Comparisons;

/// <summary>
/// Folders of runs that were measured, made up without a training: a road and cars, and in some images one prediction over two.
/// </summary>
internal static class MeasuredRuns
{
    private static readonly ClassTable Classes =
        new("two", [new(0, 0, "road", new Rgb(128, 64, 128), false), new(1, 1, "car", new Rgb(0, 0, 142), true)]);

    /// <summary>Makes a run with an evaluation of val and the counts of its images.</summary>
    /// <param name="folder">Where runs go.</param>
    /// <param name="name">The run's name.</param>
    /// <param name="confused">By image whether one prediction lies over both cars.</param>
    /// <param name="settings">Settings of the run.</param>
    public static RunFolder Make(string folder, string name, bool[] confused, params string[] settings)
    {
        var config = ConfigReader.Read<RunConfig>(null, [$"run.folder={folder}", $"run.name={name}", .. settings]);
        var run = RunFolder.ForTraining(config, null);
        run.WriteConfig(config);
        new RunSummary
        {
            Model = "small",
            Parameters = 1234,
            ClassTable = "two",
            Classes = [new("road", "#804080", false, 0), new("car", "#00008e", true, 1)],
        }.Write(run.Summary);
        using (var log = EventLog.Open(run.EventLog, TimeProvider.System))
        {
            log.Write(new AttemptStarted { Steps = 20 });
            log.Write(new TrainPoint { Step = 10, Loss = 2.5 });
            log.Write(new TrainPoint { Step = 20, Loss = 1.5 });
            log.Write(new EvaluationPoint
            {
                Step = 20,
                Split = "val",
                Metrics = [new() { Name = "pq", Title = "PQ", Value = 0.5 }, new() { Name = "confusion_25_small", Value = 0.5 }],
            });
        }

        Measure(run, confused);
        return run;
    }

    /// <summary>Writes the evaluation.</summary>
    public static void Measure(RunFolder run, bool[] confused)
    {
        var categories = ComparedSegments.Categories(Classes);
        var counts = new PanopticCounts(categories);
        ImagePanopticSums[] images = [.. confused.Select((isConfused, n) => Table(isConfused) is var table
            ? counts.Add(table, PanopticMatcher.Match(table), $"image{n}").Sums : null!)];
        var things = new ThingDetail(counts, images, [], false);
        double[] quality = [.. counts.Categories.Select((_, c) => counts.Tally.ScoresOf(c).PQ)];
        var columns = things.Columns.Prepend(new("pq", "PQ", quality)).ToList();
        double? Present(double value) => double.IsFinite(value) ? value : null;
        new EvaluationFile
        {
            Name = "val",
            Split = "val",
            Files = "0123456789abcdef",
            DataSet = "cars",
            Step = 20,
            Weights = "best",
            Protocol = "whole image",
            Images = images.Length,
            Kinds =
            [
                new KindRecord
                {
                    Kind = "panoptic",
                    Metrics =
                    [
                        .. PanopticMeasure.Main.Concat(PanopticMeasure.BySize).Select(m => new MetricRow
                        {
                            Name = m.Name, Title = m.Title, Value = Present(m.Of(counts.Tally)), HigherIsBetter = m.HigherIsBetter,
                        }),
                        new() { Name = "loss", Title = "loss", Value = 3, IsShare = false },
                    ],
                    Columns = [.. columns.Select(column => new ColumnRow
                    {
                        Name = column.Name, Title = column.Title, HigherIsBetter = column.HigherIsBetter,
                    })],
                    Classes = [.. categories.Select((c, id) => new ClassRow
                    {
                        Name = c.Name,
                        IsThing = c.IsThing,
                        Values = columns.ToDictionary(column => column.Name, column => Present(column.Values[id])),
                    })],
                    Curves = [.. things.Curves.Select(curve => new CurveRow
                    {
                        Title = curve.Title,
                        Key = curve.Key,
                        Line = curve.Line,
                        X = [.. curve.Points.Select(point => point.X)],
                        Y = [.. curve.Points.Select(point => Present(point.Y))],
                    })],
                },
            ],
        }.Write(run.Evaluation("val"));
        ImageCountsFile.Write(
            ImageCountsFile.Beside(run.Evaluation("val")), [new KindCounts("panoptic", categories, false, images)]);
    }

    // Two cars of 1,000 pixels on a road; either found, or one prediction over 90 % of both.
    private static PanopticTable Table(bool isConfused) => new(
        [new(1, 0, false, 8000), new(2, 1, false, 1000), new(3, 1, false, 1000)],
        isConfused
            ? [new(1, 0, false, 8200), new(2, 1, false, 1800)]
            : [new(1, 0, false, 8200), new(2, 1, false, 900), new(3, 1, false, 900)],
        isConfused
            ? [new(1, 1, 8000), new(2, 1, 100), new(2, 2, 900), new(3, 1, 100), new(3, 2, 900)]
            : [new(1, 1, 8000), new(2, 1, 100), new(2, 2, 900), new(3, 1, 100), new(3, 3, 900)]);
}
