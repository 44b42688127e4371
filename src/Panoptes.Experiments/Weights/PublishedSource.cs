namespace Panoptes.Experiments.Weights;

/// <summary>A source of weights as <c>weights.yaml</c> has it.</summary>
internal sealed record PublishedSource
{
    /// <summary>Who publishes them.</summary>
    public string Title { get; init; } = "";

    /// <summary>Where that was read.</summary>
    public string Page { get; init; } = "";

    /// <summary>The license that the source names; null where it names none.</summary>
    public string? License { get; init; }

    /// <summary>What the files' names tell of their content.</summary>
    public NamedChecksum Checksum { get; init; }

    /// <summary>What the addresses of its files begin with.</summary>
    public string Base { get; init; } = "";

    /// <summary>Its files.</summary>
    public IReadOnlyList<PublishedFile> Files { get; init; } = [];
}
