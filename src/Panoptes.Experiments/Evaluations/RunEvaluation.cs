using Panoptes.Experiments.Progress;
using Panoptes.Experiments.Runs;
using Panoptes.Metrics.Semantic;
using Panoptes.Training.Evaluation;

namespace Panoptes.Experiments.Evaluations;

/// <summary>Measures a run's model on a split and keeps the result, with pictures, in the run's folder.</summary>
internal static class RunEvaluation
{
    private const int ShownClasses = 40;

    /// <summary>Measures, draws, writes <c>evaluation/{name}.json</c>, and tells the result.</summary>
    /// <param name="folder">The run.</param>
    /// <param name="config">The configuration measured with.</param>
    /// <param name="subject">The split, and what its result is called.</param>
    /// <param name="predictor">The model.</param>
    /// <param name="weights">Which weights they are, and after how many steps.</param>
    /// <param name="progress">The console.</param>
    /// <param name="time">The clock.</param>
    public static EvaluationFile Measure(
        RunFolder folder, RunConfig config, EvaluationSubject subject, Predictor predictor, (string Name, long Step) weights, ProgressLine progress, TimeProvider time)
    {
        var (dataset, split) = (subject.Dataset, subject.Split);
        var result = new Evaluator(dataset, config.Train.Evaluation).Evaluate(predictor, (done, count) => progress.Images($"evaluating {split}", done, count));
        var path = folder.Evaluation(subject.Name);
        var pictures = new EvaluationPictures(dataset, config.Report)
            .Write(result.WorstImages, predictor, Path.ChangeExtension(path, null), (done, count) => progress.Images($"drawing the worst of {split}", done, count));
        var scores = result.Scores;
        var file = new EvaluationFile
        {
            Name = subject.Name,
            Split = split,
            Files = subject.Row.Files,
            Notes = subject.Notes,
            DataSet = dataset.Name,
            Step = weights.Step,
            Weights = weights.Name,
            Protocol = Protocol(config.Train.Evaluation, scores.Convention),
            Fingerprint = Fingerprint.Of(config),
            Utc = time.GetUtcNow().UtcDateTime,
            Images = result.Images,
            Seconds = Math.Round(result.Seconds, 3),
            ValidPixels = scores.ValidPixels,
            MeanIou = Present(scores.MeanIoU),
            PixelAccuracy = Present(scores.PixelAccuracy),
            MeanAccuracy = Present(scores.MeanAccuracy),
            FrequencyWeightedIou = Present(scores.FrequencyWeightedIoU),
            MeanF1 = Present(scores.MeanF1),
            Loss = result.Loss is { } loss ? Present(loss) : null,
            Classes = [.. scores.Classes.Select((row, index) => Row(row, dataset.Classes.Palette[index]))],
            Confusion = [.. result.Confusion.ToArrays(includeNone: scores.NoPredictionShare > 0)],
            WorstImages = pictures,
        };
        file.Write(path);
        Tell(file, progress);
        return file;
    }

    private static void Tell(EvaluationFile file, ProgressLine progress)
    {
        progress.Say($"{file.Title}: mIoU {Show.Percent(file.MeanIou)}  pixel accuracy {Show.Percent(file.PixelAccuracy)}  mean accuracy {Show.Percent(file.MeanAccuracy)}  ({file.Images} images, {file.Weights} weights of step {file.Step}, {ProgressText.Time(TimeSpan.FromSeconds(file.Seconds))})");
        var width = file.Classes.Max(row => row.Name.Length);
        foreach (var row in file.Classes.Take(ShownClasses))
        {
            progress.Say(row.IsAbsent
                ? $"  {row.Name.PadRight(width)}  absent"
                : $"  {row.Name.PadRight(width)}  IoU {Show.Percent(row.Iou),6}  accuracy {Show.Percent(row.Accuracy),6}  precision {Show.Percent(row.Precision),6}  {Show.Short(row.TruthPixels),9} pixels");
        }

        if (file.Classes.Count > ShownClasses)
        {
            progress.Say($"  and {file.Classes.Count - ShownClasses} classes more: see the report");
        }
    }

    private static string Protocol(EvaluationConfig config, SemanticConvention convention)
    {
        var how = config.Mode == EvaluationMode.Slide ? $"windows {string.Join("x", config.Window)} every {string.Join("x", config.Stride)}" : "whole image";
        var size = config.Size.Count == 2 ? $" fitted into {string.Join("x", config.Size)}" : "";
        var augmented = config.Scales.Count > 1 || config.Flip || config.Scales[0] != 1 ? $", scales {string.Join(", ", config.Scales)}{(config.Flip ? " and mirrored" : "")}" : ", one scale";
        return $"{how}{size}{augmented}, at the labels' size, {convention.ToString().ToLowerInvariant()} averaging";
    }

    private static ClassRow Row(ClassScores row, Imaging.Rgb color) => new()
    {
        Name = row.Name,
        Color = color.Hex,
        Iou = Present(row.IoU),
        Accuracy = Present(row.Accuracy),
        Precision = Present(row.Precision),
        Recall = Present(row.Recall),
        F1 = Present(row.F1),
        TruthPixels = row.TruthPixels,
        PredictedPixels = row.PredictedPixels,
    };

    private static double? Present(double value) => double.IsFinite(value) ? value : null;
}
