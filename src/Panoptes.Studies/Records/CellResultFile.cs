using System.Text.Json;
using Panoptes.Experiments.Events;
using Panoptes.Foundation;

namespace Panoptes.Studies.Records;

/// <summary>What <c>result.TOKEN.json</c> holds: the proof that a cell is done, and its numbers.</summary>
public sealed record CellResultFile
{
    /// <summary>Version of this file's form.</summary>
    public int V { get; init; } = 1;

    /// <summary>The cell's id.</summary>
    public string Cell { get; init; } = "";

    /// <summary>The fingerprint of what was computed.</summary>
    public string Fingerprint { get; init; } = "";

    /// <summary>The fencing token of the attempt that published it.</summary>
    public long Token { get; init; }

    /// <summary>Steps done, which are all of them.</summary>
    public long Step { get; init; }

    /// <summary>The run's folder, relative to the cell's.</summary>
    public string Run { get; init; } = "";

    /// <summary>The evaluation that it is judged by, relative to the cell's folder.</summary>
    public string Evaluation { get; init; } = "";

    /// <summary>The split measured.</summary>
    public string Split { get; init; } = "";

    /// <summary>The step of the weights that were measured.</summary>
    public long WeightsStep { get; init; }

    /// <summary>The numbers; the first judges.</summary>
    public IReadOnlyList<MetricRow> Metrics { get; init; } = [];

    /// <summary>The files that it rests on.</summary>
    public IReadOnlyList<ArtifactRecord> Artifacts { get; init; } = [];

    /// <summary>Seconds of training, all attempts together.</summary>
    public double TrainSeconds { get; init; }

    /// <summary>Seconds of evaluations, all attempts together.</summary>
    public double EvaluationSeconds { get; init; }

    /// <summary>Highest memory in MiB; null where nothing was logged.</summary>
    public double? PeakMemoryMib { get; init; }

    /// <summary>What it ran on.</summary>
    public string Device { get; init; } = "";

    /// <summary>Processes that trained it together.</summary>
    public int Processes { get; init; } = 1;

    /// <summary>When it was published (UTC).</summary>
    public DateTime Utc { get; init; }

    /// <summary>Reads one.</summary>
    /// <exception cref="InputException">It is none.</exception>
    public static CellResultFile Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<CellResultFile>(File.ReadAllText(path), StudyJson.Readable) is { V: 1 } file
                ? file
                : throw new InputException(path, "another version", "version 1", "update Panoptes");
        }
        catch (JsonException cause)
        {
            throw new InputException(path, $"broken JSON ({cause.Message})", "the result of a cell", "run the cell again", cause);
        }
    }
}

/// <summary>A file that a result rests on.</summary>
/// <param name="File">Its path, relative to the cell's folder.</param>
/// <param name="Sha256">Its SHA-256.</param>
/// <param name="Bytes">Its size.</param>
public sealed record ArtifactRecord(string File, string Sha256, long Bytes);
