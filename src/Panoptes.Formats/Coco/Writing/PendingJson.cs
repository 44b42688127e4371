using System.Text.Json;
using Panoptes.Foundation;

namespace Panoptes.Formats.Coco.Writing;

/// <summary>
/// A JSON file that is written piece by piece and appears when it is whole; one of an earlier call is gone from the start.
/// </summary>
internal sealed class PendingJson : IDisposable
{
    private readonly PendingFile file;
    private bool isDisposed;

    /// <summary>Begins a file.</summary>
    /// <param name="path">Where it goes, as planned.</param>
    public PendingJson(string path)
    {
        File.Delete(path);
        file = new PendingFile(path);
        Writer = new Utf8JsonWriter(file.Stream);
    }

    /// <summary>Takes the content.</summary>
    public Utf8JsonWriter Writer { get; }

    /// <summary>Puts the file in its place.</summary>
    public void Complete()
    {
        Writer.Flush();
        file.Complete();
    }

    /// <summary>Leaves nothing behind of a file that was not completed.</summary>
    public void Dispose()
    {
        if (isDisposed)
        {
            return;
        }

        isDisposed = true;
        file.Dispose();

        // What it still holds has nowhere to go.
        Writer.Reset(Stream.Null);
        Writer.Dispose();
    }
}
