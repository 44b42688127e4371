using System.Collections.Concurrent;
using Panoptes.Experiments.Predictions;
using Panoptes.Experiments.Progress;
using Panoptes.Foundation;
using Panoptes.Foundation.Outputs;
using Panoptes.Imaging.Codecs.Jpeg;
using Panoptes.Imaging.Drawing;
using Spectre.Console;

namespace Panoptes.Experiments.Sessions;

/// <summary>
/// Segments images and videos with a trained run or a file of weights: labels, segments or objects, as its task is, an overlay each, a
/// legend, and a page over all.
/// </summary>
public static class PredictionSession
{
    private const string Root = "predictions";
    private const string Option = "--out";
    private const int LegendWidth = 900;
    private const int LegendScale = 2;

    /// <summary>Segments with the model of a run or of a file of weights.</summary>
    /// <param name="source">The model.</param>
    /// <param name="request">What, and where to.</param>
    /// <param name="console">Where progress is shown.</param>
    /// <param name="writePage">Writes the page over the results to a path; null writes none.</param>
    /// <param name="time">The clock; the system's where null.</param>
    /// <returns>Exit code: 0, or 1 where an image could not be read; the others are done all the same.</returns>
    /// <exception cref="InputException">There is no such model or image, or an output would harm something.</exception>
    public static int Run(
        ModelSource source, PredictionRequest request, IAnsiConsole console, Action<PredictionGallery, string>? writePage = null,
        TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(request);
        return Run(PredictingModel.Of(UsedModel.Of(source, request.Settings)), request, console, writePage, time);
    }

    /// <summary>Segments with a model, whatever runs it.</summary>
    internal static int Run(
        PredictingModel model, PredictionRequest request, IAnsiConsole console, Action<PredictionGallery, string>? writePage,
        TimeProvider? time)
    {
        RequireNumbers(request);
        var files = InputImages.Find(request.Inputs);
        var output = request.Output ?? Path.Combine(Root, model.Name);
        using var progress = new ProgressLine(console, time ?? TimeProvider.System);
        using var inputs = PredictionInputs.Of(files, request.FramesPerSecond, progress);
        var grids = new ConcurrentDictionary<PredictedImage, ClassGrid>();
        var unwritten = new ConcurrentDictionary<PredictedImage, InputException>();
        var target = Target(request, model, output, inputs.Images, files) with { Seen = (image, grid) => grids[image] = grid };
        var writer = PredictionWriters.Of(model.Task, target, (image, broken) => unwritten[image] = broken);
        var folder = target.PlanFolder();
        var page = writePage is null ? null : folder.File(PredictionGallery.FileName, target.Plan.Verb);
        var legend = folder.File(PredictionGallery.LegendName, target.Plan.Verb);
        var films = inputs.Videos.Select(video => (Video: video, Path: folder.File(video.OverlayName, target.Plan.Verb))).ToList();

        using var open = model.Open(progress.Say);
        using var writing = target.Plan.Begin();
        var frames = inputs.Videos.SelectMany(video => video.Frames).ToHashSet();
        var written = Write(writer, target, open, inputs, progress);
        foreach (var broken in unwritten.Values)
        {
            progress.Say($"error: {broken.Message}");
        }

        var shown = written.FindAll(of => !unwritten.ContainsKey(of.Image)).ConvertAll(of => of.Picture with
        {
            Grid = grids.GetValueOrDefault(of.Image),
            Photograph = frames.Contains(of.Image) ? null : Path.GetRelativePath(output, of.Image.File),
        });
        if (shown.Count == 0)
        {
            progress.Say($"none of {inputs.Images.Count} images segmented");
            return 1;
        }

        var drawn = Legend.Draw([.. target.Classes.Looks.Select(look => (look.Name, look.Color))], LegendWidth, LegendScale);
        JpegFile.Write(legend, drawn, target.Quality);
        List<PredictedVideo> joined = [.. films.Where(film => Join(film.Video, output, film.Path, progress))
            .Select(film => new PredictedVideo(film.Video.Name, film.Video.OverlayName))];
        writePage?.Invoke(new PredictionGallery(model.Name, target.Classes.Looks, shown, joined), page!);
        progress.Say($"{shown.Count} of {inputs.Images.Count} images segmented into {output}"
            + (page is null ? "" : $"; look at {Path.Combine(output, PredictionGallery.FileName)}"));
        return inputs.AreAllRead && shown.Count == inputs.Images.Count && joined.Count == films.Count ? 0 : 1;
    }

    private static void RequireNumbers(PredictionRequest request)
    {
        Require.That(
            request.DrawnScore is >= 0 and <= 1, "--draw-score", request.DrawnScore, "a number from 0 to 1", "give one within that range");
        Require.That(
            request.FramesPerSecond is null or > 0, "--fps", request.FramesPerSecond, "a number above 0", "give one, or leave it out");
    }

    private static PredictionTarget Target(
        PredictionRequest request, PredictingModel model, string output, IReadOnlyList<PredictedImage> images,
        IReadOnlyList<(string Path, string Name)> inputs)
    {
        var plan = new OutputPlan("predict", request.Force).Reads([.. inputs.Select(input => input.Path), .. model.Reads]);
        foreach (var folder in request.Inputs.Where(Directory.Exists))
        {
            plan.ReadsFilesOf(folder);
        }

        return PredictionTarget.Of(plan, Option, output, images, model.Classes, model.DataSet, model.Config, request.Format) with
        {
            DrawnScore = request.DrawnScore,
        };
    }

    // An image that cannot be read does not keep the others from being predicted. Files are written in the images' order.
    private static List<(PredictedImage Image, PredictedPicture Picture)> Write(
        IReadingWriter writer, PredictionTarget target, IImagePredictor predictor, PredictionInputs inputs, ProgressLine progress)
    {
        using var files = writer;
        files.Begin();
        using var lanes = new WorkLanes(predictor.Lanes.Count, predictor.Enter);
        List<(PredictedImage, PredictedPicture)> shown = [];
        var done = 0;
        foreach (var (image, reading) in ImageReadings.Of(lanes, inputs, target.Images, predictor, writer))
        {
            try
            {
                var (pixels, write) = reading.GetAwaiter().GetResult();
                write();
                shown.Add((image, new PredictedPicture(image.Name, $"{image.Name}.overlay.jpg", pixels.Width, pixels.Height)));
            }
            catch (InputException broken)
            {
                progress.Say($"error: {broken.Message}");
            }

            progress.Images("predicting", ++done, target.Images.Count);
        }

        files.Complete();
        return shown;
    }

    // The frames are there all the same.
    private static bool Join(InputVideo video, string output, string path, ProgressLine progress)
    {
        progress.Items("putting together", 0, video.Frames.Count, "frames");
        try
        {
            video.Join(output, path);
            return true;
        }
        catch (InputException broken)
        {
            progress.Say($"error: {broken.Message}");
            return false;
        }
    }
}
