namespace Panoptes.Experiments.Weights;

/// <summary>A file of weights as <c>weights.yaml</c> has it.</summary>
internal sealed record PublishedFile
{
    /// <summary>What it is called here.</summary>
    public string Name { get; init; } = "";

    /// <summary>Models that take it; <c>*</c> stands for any letters.</summary>
    public IReadOnlyList<string> Models { get; init; } = [];

    /// <summary>Its address below the source's base; null where only a page has it.</summary>
    public string? Path { get; init; }

    /// <summary>The page that has it, where it has no address of its own.</summary>
    public string? Page { get; init; }

    /// <summary>What it is saved as; the last part of its address where null.</summary>
    public string? File { get; init; }

    /// <summary>Of a whole network: the recipe whose settings it was trained with; null where there is none.</summary>
    public string? Recipe { get; init; }

    /// <summary>Of a whole network: its class table; null for the recipe's.</summary>
    public string? Classes { get; init; }

    /// <summary>Further settings of a whole network, such as <c>model.queries=200</c>.</summary>
    public IReadOnlyList<string> Settings { get; init; } = [];
}
