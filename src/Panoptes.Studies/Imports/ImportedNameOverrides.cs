namespace Panoptes.Studies.Imports;

/// <summary>What a person says of imported runs where the proposal is not what the study calls it; null leaves the proposal.</summary>
public sealed record ImportedNameOverrides
{
    /// <summary>Name of the data.</summary>
    public string? Data { get; init; }

    /// <summary>Name of the model.</summary>
    public string? Model { get; init; }

    /// <summary>Name of the recipe.</summary>
    public string? Recipe { get; init; }

    /// <summary>Seed.</summary>
    public long? Seed { get; init; }

    /// <summary>Images in one update, at least 1.</summary>
    public int? Batch { get; init; }

    /// <summary>Updates of the whole training, at least 1; also says where a run that does not say so was to end.</summary>
    public long? Steps { get; init; }
}
