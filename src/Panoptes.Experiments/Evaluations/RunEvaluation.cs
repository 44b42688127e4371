using Panoptes.Data.Samples;
using Panoptes.Experiments.Evaluations.Pictures;
using Panoptes.Experiments.Progress;
using Panoptes.Experiments.Runs;
using Panoptes.Experiments.Settings;
using Panoptes.Training.Collectives;
using Panoptes.Training.Evaluation;
using Panoptes.Training.Evaluation.Kinds;
using Panoptes.Training.Evaluation.Predictions;

namespace Panoptes.Experiments.Evaluations;

/// <summary>Measures a run's model on a split and keeps the result, with pictures, in the run's folder.</summary>
internal static class RunEvaluation
{
    private const int ShownClasses = 40;
    private const int ShownColumns = 4;
    private const int ShownMetrics = 3;

    /// <summary>Measures, draws, writes <c>evaluation/{name}.json</c>, and tells the result.</summary>
    /// <param name="folder">The run.</param>
    /// <param name="config">The configuration measured with.</param>
    /// <param name="subject">The split, and what its result is called.</param>
    /// <param name="kinds">What is measured.</param>
    /// <param name="predictor">The model.</param>
    /// <param name="weights">Which weights they are, and after how many steps.</param>
    /// <param name="progress">The console.</param>
    /// <param name="time">The clock.</param>
    /// <param name="look">Shown every batch with what the model says of it; null shows nobody.</param>
    /// <param name="collective">The processes that share the images, of which this is the first; this one alone where null.</param>
    public static EvaluationFile Measure(
        RunFolder folder,
        RunConfig config,
        EvaluationSubject subject,
        IReadOnlyList<EvaluationKind> kinds,
        Predictor predictor,
        LoadedWeights weights,
        ProgressLine progress,
        TimeProvider time,
        Action<IReadOnlyList<(int Index, Sample Sample)>, IBatchPrediction>? look = null,
        ICollective? collective = null)
    {
        var (dataset, split) = (subject.Dataset, subject.Split);
        var result = new Evaluator(dataset, config.Train.Evaluation, kinds, collective)
            .Evaluate(predictor, (done, count) => progress.Images($"evaluating {split}", done, count), look: look);
        var path = folder.Evaluation(subject.Name);
        var pictures = new EvaluationPictures(dataset, config.Report)
            .Write(result.Kinds, predictor, Path.ChangeExtension(path, null), (done, count) => progress.Images(
                $"drawing the worst of {split}", done, count));
        var file = new EvaluationFile
        {
            Name = subject.Name,
            Split = split,
            Files = subject.Row.Files,
            Notes = subject.Notes,
            DataSet = dataset.Name,
            Step = weights.Step,
            Weights = weights.Name,
            Protocol = Protocol(config.Train.Evaluation, result),
            Fingerprint = Fingerprint.Of(config),
            Utc = time.GetUtcNow().UtcDateTime,
            Images = result.Images,
            Seconds = Math.Round(result.Seconds, 3),
            Kinds =
            [
                .. result.Kinds.Select((kind, place) => KindIntervals.Add(
                    KindRecord.Of(kind, dataset.Classes, pictures[place]), kind.Detail.Things)),
            ],
        };
        ImageCountsFile.Write(ImageCountsFile.Beside(path), result.Kinds);
        file.Write(path);
        if (config.Report.TensorBoard)
        {
            EvaluationBoard.Write(folder, file, isCurve: subject.Name == config.Data.ValSplit && weights.Step > 0, time);
        }

        Tell(file, progress);
        return file;
    }

    private static void Tell(EvaluationFile file, ProgressLine progress)
    {
        var time = ProgressText.Time(TimeSpan.FromSeconds(file.Seconds));
        progress.Say($"{file.Title}: {Numbers(file.Kinds[0])}  ({file.Images} images, {file.Weights} weights of step {file.Step}, {time})");
        Tell(file.Kinds[0], progress);
        foreach (var kind in file.Kinds.Skip(1))
        {
            progress.Say($"{file.Title}, {kind.Kind}: {Numbers(kind)}");
            Tell(kind, progress);
        }
    }

    private static void Tell(KindRecord kind, ProgressLine progress)
    {
        var width = kind.Classes.Max(row => row.Name.Length);
        var columns = kind.Columns.Take(ShownColumns).ToList();
        foreach (var row in kind.Classes.Take(ShownClasses))
        {
            progress.Say(kind.IsAbsent(row)
                ? $"  {row.Name.PadRight(width)}  absent"
                : $"  {row.Name.PadRight(width)}  {string.Join("  ", columns.Select(column => $"{column.Title} {Text(column, row),6}"))}");
        }

        if (kind.Classes.Count > ShownClasses)
        {
            progress.Say($"  and {kind.Classes.Count - ShownClasses} classes more: see the report");
        }
    }

    private static string Numbers(KindRecord kind) =>
        string.Join("  ", kind.Metrics.Take(ShownMetrics).Select(metric => $"{metric.Title} {Show.Value(metric)}"));

    private static string Text(ColumnRow column, ClassRow row) => column.IsShare
        ? Show.Percent(row.Of(column.Name))
        : row.Of(column.Name) is { } count ? Show.Short((long)count) : Show.Absent;

    private static string Protocol(EvaluationConfig config, EvaluationResult result)
    {
        var how = config.Mode switch
        {
            EvaluationMode.Slide => $"windows {string.Join("x", config.Window)} every {string.Join("x", config.Stride)}",
            EvaluationMode.Cover => $"covering windows {string.Join("x", config.Window)}",
            _ => "whole image",
        };
        var size = config.Size.Count == 2
            ? $" fitted into {string.Join("x", config.Size)}"
            : config.ShortSide is { } side
            ? $" with a short side of {side}{(config.LongSideMax is { } most ? $", a long one of at most {most}" : "")}"
            : "";
        var augmented = config.Scales.Count > 1 || config.Flip || config.Scales[0] != 1
            ? $", scales {string.Join(", ", config.Scales)}{(config.Flip ? " and mirrored" : "")}"
            : ", one scale";
        return $"{how}{size}{augmented}, at the labels' size{Averaging(result)}";
    }

    private static string Averaging(EvaluationResult result) => result.Kinds[0].Detail switch
    {
        SemanticDetail semantic => $", {semantic.Scores.Convention.ToString().ToLowerInvariant()} averaging",
        ClusterDetail clusters => $", {clusters.Protocol}",
        _ => "",
    };
}
