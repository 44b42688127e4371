using Panoptes.Metrics.Panoptic;

namespace Panoptes.Metrics.Unsupervised;

/// <summary>The settings of the unsupervised protocol, as CUPS' PanopticQualitySemanticMatching takes them.</summary>
public sealed record UnsupervisedOptions
{
    /// <summary>Void in class and cluster maps of 8 bits, and the class of a cluster that has none.</summary>
    public const int Void = 255;

    /// <summary>The most clusters that can be told apart; those of maps of 8 bits are at most 255.</summary>
    public const int MostClusters = 65535;

    /// <summary>Ids of thing classes, 0 to 254.</summary>
    public required IReadOnlyList<int> Things { get; init; }

    /// <summary>Ids of stuff classes, 0 to 254, others than the things'.</summary>
    public required IReadOnlyList<int> StuffClasses { get; init; }

    /// <summary>Count of clusters, at most <see cref="MostClusters"/>.</summary>
    public required int Clusters { get; init; }

    /// <summary>Clusters of things; with <see cref="StuffPrototypes"/>, things and stuff are matched apart.</summary>
    public IReadOnlyList<int>? ThingPrototypes { get; init; }

    /// <summary>Clusters of stuff.</summary>
    public IReadOnlyList<int>? StuffPrototypes { get; init; }

    /// <summary>By class id: whether it counts in the means; null for all.</summary>
    public IReadOnlyList<bool>? ClassesMask { get; init; }

    /// <summary>Whether clusters that are left over become void; else each goes to its best class.</summary>
    public bool OneToOne { get; init; }

    /// <summary>Whether cluster ids are class ids already.</summary>
    public bool DisableMatching { get; init; }

    /// <summary>How void counts; the protocol's reference takes torchmetrics' rule, which rewards a network that says nothing.</summary>
    public VoidRule VoidRule { get; init; } = VoidRule.TorchMetrics;

    /// <summary>Class ids run below this.</summary>
    public int Classes => Things.Concat(StuffClasses).DefaultIfEmpty(-1).Max() + 1;
}
