using System.Globalization;
using Panoptes.Experiments.Predictions;
using Panoptes.Experiments.Progress;
using Panoptes.Foundation;
using Panoptes.Imaging;
using Panoptes.Imaging.Codecs;

namespace Panoptes.Experiments.Sessions;

/// <summary>The images and videos that are predicted, and how each is read.</summary>
internal sealed class PredictionInputs : IDisposable
{
    private readonly List<InputVideo> videos = [];
    private readonly Dictionary<string, InputVideo> films = new(StringComparer.Ordinal);

    private PredictionInputs()
    {
    }

    /// <summary>The images, and the frames of videos, in the order in which they are to be read.</summary>
    public IReadOnlyList<PredictedImage> Images { get; private set; } = [];

    /// <summary>The videos.</summary>
    public IReadOnlyList<InputVideo> Videos => videos;

    /// <summary>Whether no video had to be left out.</summary>
    public bool AreAllRead { get; private set; } = true;

    /// <summary>Looks at the files; of several, a video that cannot be read does not keep the others from being predicted.</summary>
    /// <param name="files">Paths, and what their results are called.</param>
    /// <param name="rate">Frames per second that are taken of videos; null takes all.</param>
    /// <param name="progress">Told of videos.</param>
    /// <exception cref="InputException">There is nothing to predict, or no program for videos.</exception>
    public static PredictionInputs Of(IReadOnlyList<(string Path, string Name)> files, double? rate, ProgressLine progress)
    {
        var inputs = new PredictionInputs();
        try
        {
            inputs.Look(files, rate, progress);
            return inputs;
        }
        catch
        {
            inputs.Dispose();
            throw;
        }
    }

    /// <summary>Reads an image; frames of a video are read in their order, each once.</summary>
    /// <exception cref="InputException">It cannot be read.</exception>
    public RgbImage Read(PredictedImage image) =>
        films.TryGetValue(image.File, out var film) ? film.Read() : ImageFile.ReadRgb(image.File);

    /// <inheritdoc/>
    public void Dispose() => videos.ForEach(video => video.Dispose());

    private void Look(IReadOnlyList<(string Path, string Name)> files, double? rate, ProgressLine progress)
    {
        List<PredictedImage> images = [];
        InputException? broken = null;
        VideoTool? tool = null;
        foreach (var (path, name) in files)
        {
            if (!InputVideo.IsVideo(path))
            {
                images.Add(PredictedImage.OfFile(path) with { Name = name });
                continue;
            }

            tool ??= VideoTool.Find(path);
            try
            {
                images.AddRange(Video(new InputVideo(
                    tool, path, name, rate, count => progress.Counted($"reading {path}", count, "frames"))));
            }
            catch (InputException wrong) when (files.Count > 1)
            {
                progress.Say($"error: {wrong.Message}");
                (AreAllRead, broken) = (false, wrong);
            }
        }

        if (images.Count == 0)
        {
            throw new InputException(
                files[0].Path, $"none of {files.Count} videos that can be read", "at least one", "check that they are whole", broken);
        }

        // Ids are the numbers or names of the files, and of those with their folders where that is not enough.
        Images = images.DistinctBy(image => image.Id).Count() == images.Count
            ? images
            : [.. images.Select(image => image with { Id = image.Name, FileName = image.Name + Path.GetExtension(image.FileName) })];

        IReadOnlyList<PredictedImage> Video(InputVideo video)
        {
            videos.Add(video);
            foreach (var frame in video.Frames)
            {
                films[frame.File] = video;
            }

            progress.Say(string.Create(CultureInfo.InvariantCulture, $"{video.Path}: {video.Frames.Count} frames"));
            if (video.Damage is { } damage)
            {
                progress.Say($"warning: {video.Path} is damaged ({damage}); what can be read of it is segmented");
            }

            return video.Frames;
        }
    }
}
