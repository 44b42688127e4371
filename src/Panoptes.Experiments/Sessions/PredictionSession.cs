using Panoptes.Experiments.Predictions;
using Panoptes.Experiments.Progress;
using Panoptes.Experiments.Runs;
using Panoptes.Formats.Files;
using Panoptes.Foundation;
using Panoptes.Foundation.Outputs;
using Panoptes.Imaging.Codecs;
using Panoptes.Tensors;
using Panoptes.Training.Engine;
using Panoptes.Training.Evaluation.Predictions;
using Spectre.Console;

namespace Panoptes.Experiments.Sessions;

/// <summary>Segments images with a trained run: labels, segments or objects, as its task is, and an overlay each.</summary>
public static class PredictionSession
{
    /// <summary>Segments.</summary>
    /// <param name="run">The run's folder.</param>
    /// <param name="images">Image files, or folders whose images are taken.</param>
    /// <param name="output">Folder that results go to.</param>
    /// <param name="weights"><c>best</c>, <c>last</c>, or the path of a checkpoint.</param>
    /// <param name="overrides">Settings that differ from the run's.</param>
    /// <param name="console">Where progress is shown.</param>
    /// <param name="time">The clock; the system's where null.</param>
    /// <param name="force">Replace files that predict did not write; images, run and checkpoint are never replaced.</param>
    /// <param name="format">Whose files are written.</param>
    /// <param name="drawnScore">Objects with a smaller score are in the files but not drawn, 0 to 1.</param>
    /// <returns>Exit code: 0, or 1 where an image could not be read; the others are done all the same.</returns>
    /// <exception cref="InputException">There is no such run, checkpoint or image, or an output would harm something.</exception>
    public static int Run(
        string run,
        IReadOnlyList<string> images,
        string output,
        string weights,
        IEnumerable<string> overrides,
        IAnsiConsole console,
        TimeProvider? time = null,
        bool force = false,
        PredictionFormat format = PredictionFormat.Auto,
        double drawnScore = 0.5)
    {
        RequireShare(drawnScore);
        var folder = RunFolder.Existing(run);
        overrides = [.. overrides];
        TrainedSettings.RequireForPrediction(overrides);
        var config = folder.ReadConfig(overrides);
        var summary = RunSummary.Read(folder.Summary)
            ?? throw new InputException(folder.Summary, "no such file", "the summary that training writes", "train the run first");
        var files = Files(images);
        var plan = Plan(folder, images, files, weights, force);
        var target = PredictionTarget.Of(
            plan, "--out", output, [.. files.Select(PredictedImage.OfFile)], summary.Classes, summary.DataSet, config, format) with
        {
            DrawnScore = drawnScore,
        };
        var writer = PredictionWriters.Of(RunTask.Trained(config, summary), target);
        using var progress = new ProgressLine(console, time ?? TimeProvider.System);
        var device = EngineSetup.Apply(config.Train, EngineUse.Inference);
        using var model = RunModel.Create(config, summary.Classes.Count, Things(summary));
        var loaded = RunModel.Load(
            model, folder, weights, progress.Say, config.Train.Evaluation.Network, config.Train.Evaluation.Domain);
        model.To(device);
        progress.Say($"{config.Model.Name}, {loaded.Name} weights of step {loaded.Step}");
        var predictor = RunModel.Predictor(model, config, Things(summary), device, whileTraining: false);
        using var prepared = predictor.Prepare();
        var failed = Write(writer, target, predictor, progress);
        progress.Say($"{files.Count - failed} of {files.Count} images segmented into {output}");
        return failed == 0 ? 0 : 1;
    }

    private static void RequireShare(double score)
    {
        if (score is not (>= 0 and <= 1))
        {
            throw new InputException("--draw-score", $"{score}", "a number from 0 to 1", "give one within that range");
        }
    }

    private static OutputPlan Plan(RunFolder folder, IReadOnlyList<string> images, IReadOnlyList<string> files, string weights, bool force)
    {
        var plan = new OutputPlan("predict", force)
            .Reads([.. files, folder.ConfigYaml, folder.ConfigJson, folder.Summary, folder.Checkpoints, weights]);
        foreach (var inputs in images.Where(Directory.Exists))
        {
            plan.ReadsFilesOf(inputs);
        }

        return plan;
    }

    // An image that cannot be read does not keep the others from being predicted.
    private static int Write(IPredictionWriter<BatchImage> writer, PredictionTarget target, Predictor predictor, ProgressLine progress)
    {
        using var writing = target.Plan.Begin();
        using var files = writer;
        files.Begin();
        var (failed, done) = (0, 0);
        foreach (var image in target.Images)
        {
            try
            {
                var pixels = ImageFile.ReadRgb(image.File);
                using var scope = TensorScope.Open();
                files.Add(image, pixels, new BatchImage(predictor.Score([pixels], pixels.Width, pixels.Height, [image.File]), 0));
            }
            catch (InputException broken)
            {
                failed++;
                progress.Say($"error: {broken.Message}");
            }

            progress.Images("predicting", ++done, target.Images.Count);
        }

        files.Complete();
        return failed;
    }

    private static List<string> Files(IReadOnlyList<string> images)
    {
        var files = images.SelectMany(Expand).ToList();
        if (files.Count == 0)
        {
            throw new InputException(
                string.Join(", ", images), "no image", "JPEG or PNG images", "name image files or a folder that holds some");
        }

        if (files.GroupBy(Path.GetFileNameWithoutExtension, StringComparer.OrdinalIgnoreCase)
            .FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw new InputException(
                string.Join(" and ", twice.Take(2)), $"two images called '{twice.Key}'",
                "names that differ, as results are named after them", "predict them into different folders");
        }

        return files;
    }

    private static IEnumerable<string> Expand(string path)
    {
        if (Directory.Exists(path))
        {
            return ListedFiles.ImagesIn(path);
        }

        return File.Exists(path) ? [path] : throw new InputException(
            path, "no such file or folder", "an image, or a folder of images", "check the path");
    }

    private static IEnumerable<int> Things(RunSummary summary) =>
        Enumerable.Range(0, summary.Classes.Count).Where(id => summary.Classes[id].IsThing);
}
