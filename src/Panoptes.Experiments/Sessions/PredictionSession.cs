using System.Globalization;
using Panoptes.Experiments.Predictions;
using Panoptes.Experiments.Progress;
using Panoptes.Foundation;
using Panoptes.Foundation.Outputs;
using Panoptes.Imaging.Codecs;
using Panoptes.Imaging.Codecs.Jpeg;
using Panoptes.Imaging.Drawing;
using Panoptes.Tensors;
using Panoptes.Training.Evaluation.Predictions;
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

    /// <summary>Segments.</summary>
    /// <param name="request">What, with which model, and where to.</param>
    /// <param name="console">Where progress is shown.</param>
    /// <param name="writePage">Writes the page over the results to a path; null writes none.</param>
    /// <param name="time">The clock; the system's where null.</param>
    /// <returns>Exit code: 0, or 1 where an image could not be read; the others are done all the same.</returns>
    /// <exception cref="InputException">There is no such model or image, or an output would harm something.</exception>
    public static int Run(
        PredictionRequest request, IAnsiConsole console, Action<PredictionGallery, string>? writePage = null, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(request);
        RequireNumbers(request);
        var model = UsedModel.Of(request.Model, request.Settings);
        var inputs = InputImages.Find(request.Inputs);
        var output = request.Output ?? Path.Combine(Root, model.Name);
        using var progress = new ProgressLine(console, time ?? TimeProvider.System);
        List<InputVideo> videos = [];
        try
        {
            var images = Images(request, inputs, videos, progress);
            var target = Target(request, model, output, images, inputs);
            var writer = PredictionWriters.Of(model.Task, target);
            var folder = target.PlanFolder();
            var page = writePage is null ? null : folder.File(PredictionGallery.FileName, target.Plan.Verb);
            var legend = folder.File(PredictionGallery.LegendName, target.Plan.Verb);
            var films = videos.Select(video => (Video: video, Path: folder.File(video.OverlayName, target.Plan.Verb))).ToList();

            using var open = model.Open(progress.Say);
            using var prepared = open.Predictor.Prepare();
            using var writing = target.Plan.Begin();
            var shown = Write(writer, target, open.Predictor, progress);
            if (shown.Count == 0)
            {
                progress.Say($"none of {images.Count} images segmented");
                return 1;
            }

            var drawn = Legend.Draw([.. target.Classes.Looks.Select(look => (look.Name, look.Color))], LegendWidth, LegendScale);
            JpegFile.Write(legend, drawn, target.Quality);
            foreach (var (video, path) in films)
            {
                video.Join(output, path);
            }

            writePage?.Invoke(
                new PredictionGallery(model.Name, target.Classes.Looks, shown, [.. videos.Select(video => video.OverlayName)]), page!);
            progress.Say($"{shown.Count} of {images.Count} images segmented into {output}"
                + (page is null ? "" : $"; look at {Path.Combine(output, PredictionGallery.FileName)}"));
            return shown.Count == images.Count ? 0 : 1;
        }
        finally
        {
            videos.ForEach(video => video.Dispose());
        }
    }

    private static void RequireNumbers(PredictionRequest request)
    {
        Require.That(
            request.DrawnScore is >= 0 and <= 1, "--draw-score", request.DrawnScore, "a number from 0 to 1", "give one within that range");
        Require.That(
            request.FramesPerSecond is null or > 0, "--fps", request.FramesPerSecond, "a number above 0", "give one, or leave it out");
    }

    private static List<PredictedImage> Images(
        PredictionRequest request, IReadOnlyList<(string Path, string Name)> inputs, List<InputVideo> videos, ProgressLine progress)
    {
        List<PredictedImage> images = [];
        foreach (var (path, name) in inputs)
        {
            if (!InputVideo.IsVideo(path))
            {
                images.Add(PredictedImage.OfFile(path) with { Name = name });
                continue;
            }

            var video = new InputVideo(path, name, request.FramesPerSecond);
            videos.Add(video);
            progress.Say(string.Create(CultureInfo.InvariantCulture, $"{path}: {video.Frames.Count} frames"));
            images.AddRange(video.Frames);
        }

        // Ids are the numbers or names of the files, and of those with their folders where that is not enough.
        return images.DistinctBy(image => image.Id).Count() == images.Count
            ? images
            : [.. images.Select(image => image with { Id = image.Name, FileName = image.Name + Path.GetExtension(image.File) })];
    }

    private static PredictionTarget Target(
        PredictionRequest request, UsedModel model, string output, IReadOnlyList<PredictedImage> images,
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

    // An image that cannot be read does not keep the others from being predicted.
    private static List<PredictedPicture> Write(
        IPredictionWriter<BatchImage> writer, PredictionTarget target, Predictor predictor, ProgressLine progress)
    {
        using var files = writer;
        files.Begin();
        List<PredictedPicture> shown = [];
        var done = 0;
        foreach (var image in target.Images)
        {
            try
            {
                var pixels = ImageFile.ReadRgb(image.File);
                using var scope = TensorScope.Open();
                files.Add(image, pixels, new BatchImage(predictor.Score([pixels], pixels.Width, pixels.Height, [image.File]), 0));
                shown.Add(new PredictedPicture(image.Name, $"{image.Name}.overlay.jpg", pixels.Width, pixels.Height));
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
}
