using Panoptes.Experiments.Predictions;
using Panoptes.Imaging;

namespace Panoptes.Experiments.Sessions;

/// <summary>What a predictor says of images, read by the lanes that it has.</summary>
internal static class ImageReadings
{
    /// <summary>Predicts as many images at the same time as there are lanes; one more is decoded meanwhile.</summary>
    /// <param name="lanes">Where it is done.</param>
    /// <param name="inputs">Where pixels come from.</param>
    /// <param name="images">The images.</param>
    /// <param name="predictor">Who predicts.</param>
    /// <param name="writer">Who reads what is predicted.</param>
    /// <returns>The images in their order, with pixels and what writes their files; a task fails where an image cannot be read.</returns>
    public static IEnumerable<(PredictedImage Image, Task<(RgbImage Pixels, Action Write)> Reading)> Of(
        WorkLanes lanes, PredictionInputs inputs, IReadOnlyList<PredictedImage> images, IImagePredictor predictor, IReadingWriter writer)
    {
        var started = new Queue<(PredictedImage, Task<(RgbImage, Action)>)>();
        Task before = Task.CompletedTask;
        foreach (var image in images)
        {
            var decoding = Decode(inputs, image, before);
            before = decoding;
            started.Enqueue((image, lanes.Start(() => Read(decoding.GetAwaiter().GetResult(), image, predictor, writer))));
            if (started.Count > lanes.Count)
            {
                yield return started.Dequeue();
            }
        }

        while (started.TryDequeue(out var last))
        {
            yield return last;
        }
    }

    private static (RgbImage Pixels, Action Write) Read(
        RgbImage pixels, PredictedImage image, IImagePredictor predictor, IReadingWriter writer)
    {
        Action write = () => { };
        predictor.Predict(pixels, image.File, said => write = writer.Read(image, pixels, said));
        return (pixels, write);
    }

    // One after another: frames of a video come in their order.
    private static Task<RgbImage> Decode(PredictionInputs inputs, PredictedImage image, Task before) => before.ContinueWith(
        _ => inputs.Read(image), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
}
