using System.Diagnostics;
using Panoptes.Data.Loading;
using Panoptes.Foundation;

namespace Panoptes.Training.Streams;

/// <summary>A named source of batches. A training has one or several, such as labeled and unlabeled samples.</summary>
/// <param name="Name">What supervisors and configurations call it, such as <see cref="Labeled"/>.</param>
/// <param name="Take">
/// The batch of an index, counted from 0 over the whole training; a pure function, so that resuming replays nothing. The trainer disposes
/// what it takes.
/// </param>
public sealed record SampleStream(string Name, Func<long, Batch> Take)
{
    /// <summary>Changes its batches before anyone sees them; null where they stay as they are. The trainer disposes it.</summary>
    public IBatchChange? Change { get; init; }

    /// <summary>
    /// Runs while a batch waits for a network that labels its samples on the trainer's own thread, so that this is not taken for waiting
    /// for data; null where none does.
    /// </summary>
    public Stopwatch? Labeling { get; init; }

    /// <summary>The stream of a training that has only one: samples with the truth.</summary>
    public const string Labeled = "labeled";

    /// <summary>What a loss or measure of a stream is called in logs: by its own name for the labeled one.</summary>
    /// <param name="stream">The stream's name.</param>
    /// <param name="name">The loss or measure.</param>
    public static string Logged(string stream, string name) => stream == Labeled ? name : $"{stream}.{name}";

    /// <summary>
    /// A stream's own seed, so that two streams of one training draw apart; the labeled one keeps the training's, as a training
    /// with one stream does.
    /// </summary>
    /// <param name="seed">The training's seed.</param>
    /// <param name="name">The stream's name.</param>
    public static long Salted(long seed, string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name == Labeled ? seed : seed ^ (long)StableHash.Of<char>(name);
    }
}
