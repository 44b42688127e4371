using System.Collections.Concurrent;
using Panoptes.Foundation;
using Panoptes.Imaging;

namespace Panoptes.Experiments.Predictions;

/// <summary>
/// Hands predictions to another writer on a thread of its own, so that files are written while the next image is computed.
/// </summary>
/// <param name="files">The other writer.</param>
/// <param name="failed">Told, on that thread, of an image whose files could not be written; the others are written all the same.</param>
internal sealed class BackgroundWriter<TPrediction>(IPredictionWriter<TPrediction> files, Action<PredictedImage, InputException> failed)
    : IPredictionWriter<TPrediction>
{
    private const int MostWaiting = 4;
    private readonly BlockingCollection<(PredictedImage Image, RgbImage Pixels, TPrediction Prediction)> waiting = new(MostWaiting);
    private Task work = Task.CompletedTask;

    public void Begin()
    {
        files.Begin();
        work = Task.Factory.StartNew(Write, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    public void Add(PredictedImage image, RgbImage pixels, TPrediction prediction)
    {
        try
        {
            waiting.Add((image, pixels, prediction));
        }
        catch (InvalidOperationException) when (waiting.IsAddingCompleted)
        {
            work.GetAwaiter().GetResult();
            throw;
        }
    }

    public void Complete()
    {
        waiting.CompleteAdding();
        work.GetAwaiter().GetResult();
        files.Complete();
    }

    public void Dispose()
    {
        waiting.CompleteAdding();
        ((IAsyncResult)work).AsyncWaitHandle.WaitOne();
        waiting.Dispose();
        files.Dispose();
    }

    private void Write()
    {
        try
        {
            foreach (var (image, pixels, prediction) in waiting.GetConsumingEnumerable())
            {
                try
                {
                    files.Add(image, pixels, prediction);
                }
                catch (InputException broken)
                {
                    failed(image, broken);
                }
            }
        }
        catch
        {
            // Whoever adds must not wait for room that nobody makes any more.
            waiting.CompleteAdding();
            throw;
        }
    }
}
