using System.Text.Json;
using Panoptes.Experiments.Events;
using Panoptes.Foundation;

namespace Panoptes.Experiments.Links;

/// <summary>
/// What connects the processes of a training: how long they take to join, and what sums and messages cost. Times are rank 0's.
/// </summary>
public sealed record LinkMeasurement
{
    /// <summary>Version of this file's form.</summary>
    public int V { get; init; } = 1;

    /// <summary>How many processes there are.</summary>
    public required int Processes { get; init; }

    /// <summary>How many of them are on rank 0's machine.</summary>
    public required int ProcessesHere { get; init; }

    /// <summary>Where they meet: a file, or HOST:PORT.</summary>
    public required string Meets { get; init; }

    /// <summary>The address at which rank 0 is reached by the others.</summary>
    public required string Address { get; init; }

    /// <summary>Where the tensors lie: <c>cpu</c>, joined over Gloo, or <c>cuda:0</c>, over NCCL.</summary>
    public required string Device { get; init; }

    /// <summary>Seconds that rank 0 waited until all were there and connected.</summary>
    public required double WaitSeconds { get; init; }

    /// <summary>Seconds that connecting takes once all are there: three connections, as a training has.</summary>
    public required double JoinSeconds { get; init; }

    /// <summary>Sums over all processes, by size: of 4 bytes, and of buckets of gradients.</summary>
    public required IReadOnlyList<MeasuredSum> Sums { get; init; }

    /// <summary>Seconds of one exchange of messages of 1 KiB, as a step has for what its losses are divided by; the median.</summary>
    public required double GatherSeconds { get; init; }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InputException">It is another file.</exception>
    public static LinkMeasurement Read(string path)
    {
        try
        {
            if (JsonSerializer.Deserialize<LinkMeasurement>(File.ReadAllText(path), EventJson.Options) is { Sums.Count: > 1 } read)
            {
                return read;
            }
        }
        catch (JsonException)
        {
            // Said below.
        }

        throw new InputException(path, "another file", "what panoptes doctor distributed --json writes", "measure anew");
    }

    /// <summary>Writes it as JSON, whole or not at all.</summary>
    /// <param name="path">The file.</param>
    public void Write(string path) => AtomicFile.WriteText(path, JsonSerializer.Serialize(this, EventJson.Readable) + "\n");
}
