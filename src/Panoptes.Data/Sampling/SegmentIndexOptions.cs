using Panoptes.Foundation;

namespace Panoptes.Data.Sampling;

/// <summary>How an index of segments is built, and who is told of it.</summary>
public sealed record SegmentIndexOptions
{
    /// <summary>Threads that read labels.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Told after every image: images done, images in all. Called by one thread at a time.</summary>
    public Action<int, int>? Progress { get; init; }

    /// <summary>
    /// Takes what is wrong with labels that cannot be read: their image is then left out. Called by any thread; null makes the first an
    /// error.
    /// </summary>
    public Action<InputException>? Unreadable { get; init; }

    /// <summary>Asks to give up; nothing is kept then.</summary>
    public CancellationToken Cancel { get; init; }

    /// <summary>Takes what is to be said aloud: an index that was damaged, a folder that cannot be written.</summary>
    public Action<string>? Warn { get; init; }
}
