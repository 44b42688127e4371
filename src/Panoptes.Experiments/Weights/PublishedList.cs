namespace Panoptes.Experiments.Weights;

/// <summary>What <c>weights.yaml</c> holds.</summary>
internal sealed record PublishedList
{
    /// <summary>The sources.</summary>
    public IReadOnlyList<PublishedSource> Sources { get; init; } = [];
}
