using System.Text.Json;
using Panoptes.Experiments.Events;
using Panoptes.Foundation;

namespace Panoptes.Experiments.Shifts;

/// <summary>The images of one side of a shift.</summary>
/// <param name="Title">What its evaluation is called, such as <c>val, fog-3</c>.</param>
/// <param name="DataSet">The data set.</param>
/// <param name="Images">How many images.</param>
public sealed record MeasuredDomain(string Title, string DataSet, int Images);

/// <summary>What a run loses on images of another domain than it was trained for, and what it would label there.</summary>
public sealed record DomainShift
{
    private const int Version = 1;

    /// <summary>Version of this file's form.</summary>
    public int V { get; init; } = Version;

    /// <summary>The run's folder.</summary>
    public required string Run { get; init; }

    /// <summary>Which weights were measured.</summary>
    public required string Weights { get; init; }

    /// <summary>Steps of training that they have seen.</summary>
    public required long Step { get; init; }

    /// <summary>The domain that the run was trained for.</summary>
    public required MeasuredDomain Before { get; init; }

    /// <summary>The other one.</summary>
    public required MeasuredDomain After { get; init; }

    /// <summary>What each kind of evaluation found; none where the other domain has no labels.</summary>
    public required IReadOnlyList<KindShift> Kinds { get; init; }

    /// <summary>The classes of pseudo-labels there beside those of the labels here.</summary>
    public required LabelHistogram Labels { get; init; }

    /// <summary>What should be known of these numbers, a line each.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>Writes it as JSON, whole or not at all.</summary>
    public void Write(string path) => AtomicFile.WriteText(path, JsonSerializer.Serialize(this, EventJson.Readable) + "\n");

    /// <summary>Reads one.</summary>
    /// <exception cref="InputException">It is not the JSON of a shift, or of a later version.</exception>
    public static DomainShift Read(string path)
    {
        try
        {
            var shift = JsonSerializer.Deserialize<DomainShift>(File.ReadAllText(path), EventJson.Readable);
            return shift is { V: Version } ? shift : throw new InputException(
                path, $"version {shift?.V}", $"version {Version}", "measure the shift again");
        }
        catch (JsonException cause)
        {
            throw new InputException(path, $"broken JSON ({cause.Message})", "what shift writes", "measure the shift again", cause);
        }
    }
}
