namespace Panoptes.Models.Weights;

/// <summary>A tensor that both sides have, in different sizes.</summary>
/// <param name="Name">The model's name for it.</param>
/// <param name="InFile">Its sizes in the file.</param>
/// <param name="InModel">Its sizes in the model.</param>
public sealed record ShapeMismatch(string Name, string InFile, string InModel);

/// <summary>What became of each tensor when a weight file was loaded into a model.</summary>
public sealed record LoadReport
{
    /// <summary>The weight file.</summary>
    public required string File { get; init; }

    /// <summary>Which part of the model the file is for: "model" or "backbone".</summary>
    public required string Scope { get; init; }

    /// <summary>How the file's names were translated.</summary>
    public required string Mapping { get; init; }

    /// <summary>The model's names that were filled.</summary>
    public required IReadOnlyList<string> Matched { get; init; }

    /// <summary>The model's names in the scope that the file lacks; batch counters, which old files have not, are left out.</summary>
    public required IReadOnlyList<string> Missing { get; init; }

    /// <summary>The file's names that the model has no place for.</summary>
    public required IReadOnlyList<string> Unexpected { get; init; }

    /// <summary>Names of both whose sizes differ; the model keeps its own values.</summary>
    public required IReadOnlyList<ShapeMismatch> ShapeMismatches { get; init; }

    /// <summary>Filled share of the scope's tensors, 0 to 1; batch counters do not count.</summary>
    public required double Coverage { get; init; }

    /// <summary>What the user should know of these weights, such as their license.</summary>
    public IReadOnlyList<string> Remarks { get; init; } = [];

    /// <summary>The whole in one line.</summary>
    public string Summary =>
        $"{File}: {100 * Coverage:0.0} % of the {Scope} ({Matched.Count} tensors matched, {Missing.Count} missing, "
            + $"{ShapeMismatches.Count} of another shape, {Unexpected.Count} unexpected; {Mapping})";

    /// <summary>
    /// The whole as lines: the summary, remarks, then names of what did not fit, at most <paramref name="most"/> of each kind.
    /// </summary>
    public IEnumerable<string> Lines(int most = 8)
    {
        yield return Summary;
        foreach (var remark in Remarks)
        {
            yield return $"  note: {remark}";
        }

        foreach (var line in Listed("missing", Missing, most)
            .Concat(Listed("unexpected", Unexpected, most))
            .Concat(Listed("other shape", [.. ShapeMismatches.Select(m => $"{m.Name} (file {m.InFile}, model {m.InModel})")], most)))
        {
            yield return line;
        }
    }

    private static IEnumerable<string> Listed(string kind, IReadOnlyList<string> names, int most)
    {
        foreach (var name in names.Take(most))
        {
            yield return $"  {kind}: {name}";
        }

        if (names.Count > most)
        {
            yield return $"  {kind}: and {names.Count - most} more";
        }
    }
}
