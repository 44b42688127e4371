using Panoptes.Data.Samples;
using Panoptes.Experiments.Comparisons;
using Panoptes.Experiments.Evaluations;
using Panoptes.Experiments.Evaluations.Pictures;
using Panoptes.Experiments.Progress;
using Panoptes.Experiments.Runs;
using Panoptes.Experiments.Settings;
using Panoptes.Foundation;
using Panoptes.Imaging;
using Panoptes.Imaging.Codecs.Jpeg;
using Panoptes.Imaging.Drawing;
using Panoptes.Tensors;
using Panoptes.Training.Engine;

namespace Panoptes.Experiments.Sessions;

/// <summary>
/// Predicts chosen images again with every run's own weights and evaluation settings, one run's model at a time, and draws them side by
/// side. What is kept meanwhile are maps of the pictures' size.
/// </summary>
internal sealed class ComparedPredictions
{
    private readonly IReadOnlyList<ComparedRun> runs;
    private readonly string kind;
    private readonly IDataset dataset;
    private readonly ReportConfig report;
    private readonly ProgressLine progress;

    /// <summary>Opens the first run's data, which all were measured on.</summary>
    /// <param name="runs">The runs.</param>
    /// <param name="kind">The kind of evaluation whose predictions are drawn.</param>
    /// <param name="progress">The console.</param>
    /// <exception cref="InputException">The data is not there any more, or another one.</exception>
    public ComparedPredictions(IReadOnlyList<ComparedRun> runs, string kind, ProgressLine progress)
    {
        (this.runs, this.kind, this.progress) = (runs, kind, progress);
        var (config, split) = (runs[0].Config, runs[0].Evaluation.Split);
        dataset = RunData.OpenMeasured(config, split);
        report = config.Report;
        if (runs[0].Evaluation.Files is { Length: > 0 } files && RunData.Row("", split, dataset).Files != files)
        {
            throw new InputException(
                config.Data.Root, $"other files of {split} than were measured", "the data that the runs were measured on",
                "put that back, or evaluate the runs again");
        }
    }

    /// <summary>Draws images.</summary>
    /// <param name="choices">Which.</param>
    /// <param name="note">Takes what should be known, a line each.</param>
    /// <exception cref="InputException">Weights are missing or cannot be used.</exception>
    public IReadOnlyList<ComparedImage> Draw(IReadOnlyList<ImageChoice> choices, Action<string> note)
    {
        int[] indices = [.. choices.Select(choice => choice.Index).Distinct().Order()];
        var views = runs.Select(run => Views(run, indices, note)).ToList();
        return [.. choices.Select(choice => Draw(choice, [.. views.Select(ofRun => ofRun[choice.Index])]))];
    }

    private Dictionary<int, ConfusedView> Views(ComparedRun run, int[] indices, Action<string> note)
    {
        var device = EngineSetup.Apply(run.Config.Train, EngineUse.Inference);
        using var model = RunModel.Create(run.Config, dataset.Classes);
        var weights = RunModel.Load(
            model, run.Folder, Weights(run), progress.Say, domain: run.Config.Train.Evaluation.Domain);
        if (weights.Step != run.Evaluation.Step)
        {
            note($"the pictures of {run.Title} are of its weights of step {weights.Step}, its results of step {run.Evaluation.Step}");
        }

        model.To(device);
        model.Eval();
        var predictor = RunModel.Predictor(model, run.Config, dataset.Classes, device, whileTraining: false);
        using var prepared = predictor.Prepare();
        var views = new Dictionary<int, ConfusedView>();
        foreach (var index in indices)
        {
            using var scope = TensorScope.Open();
            var sample = Load(index);
            var (width, height) = sample.TruthSize;
            var prediction = predictor.Score([sample.Image], width, height, [sample.ImageFile]);
            views[index] = ConfusedView.Of(kind, sample, prediction, dataset.Classes).FitTo(Picture(sample));
            progress.Images($"predicting with {run.Title}", views.Count, indices.Length);
        }

        return views;
    }

    private ComparedImage Draw(ImageChoice choice, IReadOnlyList<ConfusedView> views)
    {
        var picture = Picture(Load(choice.Index));

        // One color a thing in all pictures of the image.
        var colors = ConfusedSegmentRow.ColorsOf([.. views.SelectMany(view => view.Confused)]);
        return new ComparedImage(
            choice,
            (double)picture.Width / picture.Height,
            JpegFile.Encode(picture, report.JpegQuality),
            ConfusedPictures.Truth(picture, views[0], colors),
            [.. views.Select(view => ConfusedPictures.Prediction(picture, view, colors))],
            [.. views.Select(view => ConfusedSegmentRow.Of(view.Confused, dataset.Classes, colors))]);
    }

    private Sample Load(int index) => dataset.Load(index, (ConfusedView.Parts(kind) & dataset.Available) | SampleParts.Image);

    private RgbImage Picture(Sample sample) => DisplaySize.Fit(sample.Image, report.ImageWidth, int.MaxValue);

    private static string Weights(ComparedRun run) => run.Evaluation.Weights is "best" or "last" ? run.Evaluation.Weights : "best";
}
