using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Panoptes.Foundation;
using Panoptes.Studies.Records;
using Panoptes.Studies.Results;
using Panoptes.Studies.Statuses;

namespace Panoptes.Studies.Imports;

/// <summary>
/// A training that a study may take over as a cell: what its records say, and what they do not. Written as JSON with
/// <see cref="ToJson"/>. Shares are 0 to 1 whatever the source wrote.
/// </summary>
public sealed record ImportedRun
{
    private const int Version = 1;

    /// <summary>Version of this record's form.</summary>
    public int V { get; init; } = Version;

    /// <summary>The importer that read it, such as <c>mmengine</c>.</summary>
    public string Tool { get; init; } = "";

    /// <summary>What was read, as it was given, with the run's place below it.</summary>
    public string Source { get; init; } = "";

    /// <summary>The files that it was made from.</summary>
    public IReadOnlyList<ImportedFile> Files { get; init; } = [];

    /// <summary>The folder of a run of this program, so that it counts as measured here; null for other tools' runs.</summary>
    public string? OwnFolder { get; init; }

    /// <summary>Whether its numbers were measured by this program.</summary>
    [JsonIgnore]
    public bool IsMeasuredHere => OwnFolder is not null;

    /// <summary>The source's name for it, mostly its folder's.</summary>
    public string Name { get; init; } = "";

    /// <summary>Its model in the source's words; empty where that cannot be told.</summary>
    public string Model { get; init; } = "";

    /// <summary>Its data set in the source's words; empty where that cannot be told.</summary>
    public string Data { get; init; } = "";

    /// <summary>Its recipe or strategy in the source's words; empty where that cannot be told.</summary>
    public string Recipe { get; init; } = "";

    /// <summary>Its seed; null where that cannot be told.</summary>
    public long? Seed { get; init; }

    /// <summary>Images in one update over all devices and accumulated passes; null where that cannot be told.</summary>
    public int? Batch { get; init; }

    /// <summary>What <see cref="Steps"/>, <see cref="LastStep"/> and the curve count: <c>step</c> (updates) or <c>epoch</c>.</summary>
    public string StepUnit { get; init; } = "step";

    /// <summary>Planned length, in <see cref="StepUnit"/>; null where that cannot be told.</summary>
    public long? Steps { get; init; }

    /// <summary>The last step that the records know of, in <see cref="StepUnit"/>.</summary>
    public long LastStep { get; init; }

    /// <summary>Training samples of the whole training; null where batch or updates cannot be told.</summary>
    public long? Samples { get; init; }

    /// <summary>Its optimizer in the source's words; empty where that cannot be told.</summary>
    public string Optimizer { get; init; } = "";

    /// <summary>Base learning rate; null where that cannot be told.</summary>
    public double? LearningRate { get; init; }

    /// <summary>Learning rate at the latest logged step; null where none was logged.</summary>
    public double? LastLearningRate { get; init; }

    /// <summary>Updates of warm-up; null where that cannot be told.</summary>
    public long? WarmUp { get; init; }

    /// <summary>Evaluations in the order of steps; what a resumed attempt trained again is left out.</summary>
    public IReadOnlyList<ResultPoint> Curve { get; init; } = [];

    /// <summary>The evaluation that it is judged by: the last one; null where there is none.</summary>
    public ResultPoint? Final { get; init; }

    /// <summary>What the last evaluation that tells classes apart says of them; empty where there is none.</summary>
    public IReadOnlyList<ImportedClass> Classes { get; init; } = [];

    /// <summary>Seconds of training, evaluations left out; null where they cannot be told.</summary>
    public double? TrainSeconds { get; init; }

    /// <summary>Seconds of evaluations; null where they cannot be told.</summary>
    public double? EvaluationSeconds { get; init; }

    /// <summary>Devices that trained it together; null where that cannot be told.</summary>
    public int? Devices { get; init; }

    /// <summary>What they are; empty where that cannot be told.</summary>
    public string DeviceName { get; init; } = "";

    /// <summary>Highest device memory in MiB; null where none was logged.</summary>
    public double? PeakMemoryMib { get; init; }

    /// <summary>How far it got.</summary>
    public ImportedState State { get; init; }

    /// <summary>Why it failed; null where it did not.</summary>
    public FailureKind? Failure { get; init; }

    /// <summary>What should be known: what could not be told, what was decided and by which rule; a sentence each.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>The text of the source's configuration, as it stands; null where there is none.</summary>
    public string? Config { get; init; }

    /// <summary>
    /// What two imports of the same results share: SHA-256 over the hashes of the files with results and the name within them.
    /// </summary>
    [JsonIgnore]
    public string Identity => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join(
        '\n', [.. Files.Where(file => file.HoldsResults).Select(file => file.Sha256).Order(StringComparer.Ordinal), WithinFile]))));

    /// <summary>What tells it from other runs in the same files; empty where a run has its files for itself.</summary>
    public string WithinFile { get; init; } = "";

    /// <summary>One line of JSON, without its end.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, StudyJson.Line);

    /// <summary>Reads <see cref="ToJson"/>.</summary>
    /// <param name="text">The JSON.</param>
    /// <param name="source">The file it is from, for errors.</param>
    /// <exception cref="InputException">It is no such JSON, or of another version.</exception>
    public static ImportedRun FromJson(string text, string source)
    {
        try
        {
            return JsonSerializer.Deserialize<ImportedRun>(text, StudyJson.Line) is { V: Version } run
                ? run
                : throw new InputException(source, "another version", $"version {Version}", "import the run again");
        }
        catch (JsonException cause)
        {
            throw new InputException(
                source, $"no record of an imported run ({cause.Message})", "the JSON that an import writes", "import the run again", cause);
        }
    }
}
