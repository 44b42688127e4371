namespace Panoptes.Metrics.Unsupervised;

/// <summary>The settings of the unsupervised protocol, as CUPS' PanopticQualitySemanticMatching takes them.</summary>
public sealed record UnsupervisedOptions
{
    /// <summary>Void in class and cluster maps.</summary>
    public const int Void = 255;

    /// <summary>Ids of thing classes, 0 to 254.</summary>
    public required IReadOnlyList<int> Things { get; init; }

    /// <summary>Ids of stuff classes, 0 to 254, others than the things'.</summary>
    public required IReadOnlyList<int> StuffClasses { get; init; }

    /// <summary>Count of clusters, at most 255.</summary>
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

    /// <summary>Class ids run below this.</summary>
    public int Classes => Things.Concat(StuffClasses).DefaultIfEmpty(-1).Max() + 1;
}
