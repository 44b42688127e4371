namespace Panoptes.Data.Indexing;

/// <summary>How an index is made, and who is told of it.</summary>
public sealed record DataIndexOptions
{
    /// <summary>The splits; all that the data set has where empty.</summary>
    public IReadOnlyList<string> Splits { get; init; } = [];

    /// <summary>The folder that keeps indices; made where missing.</summary>
    public string Folder { get; init; } = "runs/.index";

    /// <summary>Threads that read samples.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Told after every sample that is read: split, samples done, samples in all. Called by one thread at a time.</summary>
    public Action<string, int, int>? Progress { get; init; }

    /// <summary>Replaced samples that the file may hold beside half as many as there are; with more it is written anew.</summary>
    public int Spare { get; init; } = 1000;

    /// <summary>Asks to give up; what was read until then is kept.</summary>
    public CancellationToken Cancel { get; init; }
}
