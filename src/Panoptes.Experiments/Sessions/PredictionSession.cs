using Panoptes.Experiments.Progress;
using Panoptes.Experiments.Runs;
using Panoptes.Formats.Files;
using Panoptes.Foundation;
using Panoptes.Foundation.Outputs;
using Panoptes.Imaging;
using Panoptes.Imaging.Codecs;
using Panoptes.Imaging.Codecs.Jpeg;
using Panoptes.Imaging.Codecs.Png;
using Panoptes.Imaging.Drawing;
using Panoptes.Models.Catalog;
using Panoptes.Training.Engine;
using Panoptes.Training.Evaluation;
using Spectre.Console;

namespace Panoptes.Experiments.Sessions;

/// <summary>Segments images with a trained run: a label PNG with the data set's own ids, colored, and an overlay, each.</summary>
public static class PredictionSession
{
    private const double OverlayOpacity = 0.55;
    private const int VoidId = ushort.MaxValue;

    /// <summary>Segments.</summary>
    /// <param name="run">The run's folder.</param>
    /// <param name="images">Image files, or folders whose images are taken.</param>
    /// <param name="output">Folder that results go to: <c>NAME.png</c> and <c>NAME.overlay.jpg</c>.</param>
    /// <param name="weights"><c>best</c>, <c>last</c>, or the path of a checkpoint.</param>
    /// <param name="overrides">Settings that differ from the run's.</param>
    /// <param name="console">Where progress is shown.</param>
    /// <param name="time">The clock; the system's where null.</param>
    /// <param name="force">Replace files that predict did not write; images, run and checkpoint are never replaced.</param>
    /// <returns>Exit code: 0, or 1 where an image could not be read; the others are done all the same.</returns>
    /// <exception cref="InputException">There is no such run, checkpoint or image, or an output would harm something.</exception>
    public static int Run(string run, IReadOnlyList<string> images, string output, string weights, IEnumerable<string> overrides, IAnsiConsole console, TimeProvider? time = null, bool force = false)
    {
        var folder = RunFolder.Existing(run);
        overrides = [.. overrides];
        TrainedSettings.RequireForPrediction(overrides);
        var config = folder.ReadConfig(overrides);
        var summary = RunSummary.Read(folder.Summary) ?? throw new InputException(folder.Summary, "no such file", "the summary that training writes", "train the run first");
        var files = Files(images);
        var plan = Plan(folder, images, files, weights, force);
        var results = Results(plan.Folder(output), files);
        using var progress = new ProgressLine(console, time ?? TimeProvider.System);
        var device = EngineSetup.Apply(config.Train, EngineUse.Inference);
        using var model = ModelCatalog.Create(config.Model with { NumClasses = summary.Classes.Count });
        var loaded = RunModel.Load(model, folder, weights, progress.Say);
        model.To(device);
        progress.Say($"{config.Model.Name}, {loaded.Name} weights of step {loaded.Step}");
        var predictor = RunModel.Predictor(model, config, device, whileTraining: false);
        using var prepared = predictor.Prepare();
        using var writing = plan.Begin();
        var failed = 0;
        for (var i = 0; i < files.Count; i++)
        {
            try
            {
                Segment(predictor, files[i], results[i], summary.Classes, config.Report.JpegQuality);
            }
            catch (InputException broken)
            {
                failed++;
                progress.Say($"error: {broken.Message}");
            }

            progress.Images("predicting", i + 1, files.Count);
        }

        progress.Say($"{files.Count - failed} of {files.Count} images segmented into {output}");
        return failed == 0 ? 0 : 1;
    }

    private static OutputPlan Plan(RunFolder folder, IReadOnlyList<string> images, IReadOnlyList<string> files, string weights, bool force)
    {
        var plan = new OutputPlan("predict", force).Reads([.. files, folder.ConfigYaml, folder.ConfigJson, folder.Summary, folder.Checkpoints, weights]);
        foreach (var inputs in images.Where(Directory.Exists))
        {
            plan.ReadsFilesOf(inputs);
        }

        return plan;
    }

    private static List<(string Labels, string Overlay)> Results(OutputFolder output, IReadOnlyList<string> files) =>
    [
        .. from file in files
            let stem = Path.GetFileNameWithoutExtension(file)
            select (output.File($"{stem}.png", "predict", file), output.File($"{stem}.overlay.jpg", "predict", file)),
    ];

    private static void Segment(Predictor predictor, string file, (string Labels, string Overlay) results, IReadOnlyList<ClassColor> classes, int quality)
    {
        var image = ImageFile.ReadRgb(file);
        var prediction = predictor.Predict(image, file);
        WriteLabels(results.Labels, prediction, classes);
        Rgb[] palette = [.. classes.Select(row => RgbOf(row.Color))];
        JpegFile.Write(results.Overlay, Overlay.Labels(image, prediction, palette, OverlayOpacity, VoidId), quality);
    }

    private static void WriteLabels(string path, Plane<ushort> prediction, IReadOnlyList<ClassColor> classes)
    {
        if (classes.Max(row => row.RawId) > byte.MaxValue)
        {
            PngFile.WriteGray(path, new Plane<ushort>(prediction.Width, prediction.Height, [.. prediction.Pixels.Select(id => (ushort)classes[id].RawId)]));
            return;
        }

        var palette = new Rgb[classes.Max(row => row.RawId) + 1];
        foreach (var row in classes)
        {
            palette[row.RawId] = RgbOf(row.Color);
        }

        PngFile.WritePalette(path, new Plane<byte>(prediction.Width, prediction.Height, [.. prediction.Pixels.Select(id => (byte)classes[id].RawId)]), palette);
    }

    private static List<string> Files(IReadOnlyList<string> images)
    {
        var files = images.SelectMany(Expand).ToList();
        if (files.Count == 0)
        {
            throw new InputException(string.Join(", ", images), "no image", "JPEG or PNG images", "name image files or a folder that holds some");
        }

        if (files.GroupBy(Path.GetFileNameWithoutExtension, StringComparer.OrdinalIgnoreCase).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw new InputException(string.Join(" and ", twice.Take(2)), $"two images called '{twice.Key}'", "names that differ, as results are named after them", "predict them into different folders");
        }

        return files;
    }

    private static IEnumerable<string> Expand(string path)
    {
        if (Directory.Exists(path))
        {
            return ListedFiles.ImagesIn(path);
        }

        return File.Exists(path) ? [path] : throw new InputException(path, "no such file or folder", "an image, or a folder of images", "check the path");
    }

    private static Rgb RgbOf(string hex) => new(Convert.ToByte(hex[1..3], 16), Convert.ToByte(hex[3..5], 16), Convert.ToByte(hex[5..7], 16));
}
