using Panoptes.Experiments.Progress;
using Panoptes.Formats.Files;
using Panoptes.Foundation;
using Panoptes.Imaging;
using Panoptes.Models;
using Panoptes.Training;
using Spectre.Console;

namespace Panoptes.Experiments;

/// <summary>Segments images with a trained run: a label PNG with the data set's own ids, coloured, and an overlay, each.</summary>
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
    /// <returns>Exit code: 0, or 1 where an image could not be read; the others are done all the same.</returns>
    /// <exception cref="InputException">There is no such run, checkpoint or image.</exception>
    public static int Run(string run, IReadOnlyList<string> images, string output, string weights, IEnumerable<string> overrides, IAnsiConsole console, TimeProvider? time = null)
    {
        var folder = RunFolder.Existing(run);
        var config = folder.ReadConfig(overrides);
        var summary = RunSummary.Read(folder.Summary) ?? throw new InputException(folder.Summary, "no such file", "the summary that training writes", "train the run first");
        var files = Files(images);
        using var progress = new ProgressLine(console, time ?? TimeProvider.System);
        var device = EngineSetup.Apply(config.Train, EngineUse.Inference);
        using var model = ModelCatalogue.Create(config.Model with { NumClasses = summary.Classes.Count });
        var loaded = RunModel.Load(model, folder, weights, progress.Say);
        model.To(device);
        progress.Say($"{config.Model.Name}, {loaded.Name} weights of step {loaded.Step}");
        var predictor = RunModel.Predictor(model, config, device, whileTraining: false);
        using var prepared = predictor.Prepare();
        var failed = 0;
        for (var i = 0; i < files.Count; i++)
        {
            try
            {
                Segment(predictor, files[i], Path.Combine(output, Path.GetFileNameWithoutExtension(files[i])), summary.Classes, config.Report.JpegQuality);
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

    private static void Segment(Predictor predictor, string file, string stem, IReadOnlyList<ClassColour> classes, int quality)
    {
        var image = ImageFile.ReadRgb(file);
        var prediction = predictor.Predict(image, file);
        WriteLabels($"{stem}.png", prediction, classes);
        Rgb[] palette = [.. classes.Select(row => RgbOf(row.Colour))];
        JpegFile.Write($"{stem}.overlay.jpg", Overlay.Labels(image, prediction, palette, OverlayOpacity, VoidId), quality);
    }

    private static void WriteLabels(string path, Plane<ushort> prediction, IReadOnlyList<ClassColour> classes)
    {
        if (classes.Max(row => row.RawId) > byte.MaxValue)
        {
            PngFile.WriteGrey(path, new Plane<ushort>(prediction.Width, prediction.Height, [.. prediction.Pixels.Select(id => (ushort)classes[id].RawId)]));
            return;
        }

        var palette = new Rgb[classes.Max(row => row.RawId) + 1];
        foreach (var row in classes)
        {
            palette[row.RawId] = RgbOf(row.Colour);
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

        if (files.GroupBy(Path.GetFileNameWithoutExtension).FirstOrDefault(group => group.Count() > 1) is { } twice)
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
