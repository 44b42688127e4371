using Panoptes.Imaging;
using Panoptes.Serving.Models;

namespace Panoptes.Serving.Batching;

/// <summary>An image that waits for the model.</summary>
/// <param name="image">The image.</param>
/// <param name="size">Images of the same can go through together.</param>
/// <param name="arrived">When it came, in the clock's ticks.</param>
internal sealed class QueuedImage(RgbImage image, (int Width, int Height) size, long arrived)
{
    private readonly TaskCompletionSource<ImageReading> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The image.</summary>
    public RgbImage Image { get; } = image;

    /// <summary>Images of the same can go through together.</summary>
    public (int Width, int Height) Size { get; } = size;

    /// <summary>When it came, in the clock's ticks.</summary>
    public long Arrived { get; } = arrived;

    /// <summary>What is seen in it, once the model has run.</summary>
    public Task<ImageReading> Answer => answer.Task;

    /// <summary>Whether nobody waits any more.</summary>
    public bool IsDropped => answer.Task.IsCompleted;

    /// <summary>Answers it.</summary>
    public void Complete(ImageReading reading) => answer.TrySetResult(reading);

    /// <summary>Answers that it could not be read.</summary>
    public void Fail(Exception cause) => answer.TrySetException(cause);

    /// <summary>Nobody waits any more.</summary>
    /// <returns>Whether it was still waiting.</returns>
    public bool Drop(CancellationToken cause) => answer.TrySetCanceled(cause);
}
