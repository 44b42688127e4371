namespace Panoptes.Data.Configuration;

/// <summary>Where pseudo-labels are and how their samples are read (<c>format: pseudo_labels</c>).</summary>
public sealed record PseudoLabelConfig
{
    /// <summary>
    /// The folder with STEM_semantic.png, STEM_instance.png and labels.json, relative to <c>data.root</c> or the working folder.
    /// </summary>
    public string? Folder { get; init; }

    /// <summary>Which cluster is the class of an object.</summary>
    public InstanceClassRule InstanceClass { get; init; } = InstanceClassRule.Mode;

    /// <summary>Whether pixels of a thing that belong to no object become void, rather than keep their class.</summary>
    public bool IgnoreUnknownThings { get; init; }

    /// <summary>Whether images without any object are trained on; which those are is found once and kept.</summary>
    public bool KeepEmpty { get; init; }
}
