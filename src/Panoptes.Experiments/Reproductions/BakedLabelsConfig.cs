namespace Panoptes.Experiments.Reproductions;

/// <summary>How true labels become the labels of a way to train.</summary>
public enum LabelBaking
{
    /// <summary>Resampled at pixel centers: aligned.</summary>
    Exact,

    /// <summary>Resampled by floor(i / scale): half a label pixel off, up and to the left.</summary>
    Floor,

    /// <summary>
    /// The window in the middle, cut out at full resolution and declared to be the whole image, as where a crop is taken of labels that
    /// were not resized with their image: only the middle of the image is right.
    /// </summary>
    Window,
}

/// <summary>Labels of the training scenes as a folder of pseudo-labels.</summary>
public sealed record BakedLabelsConfig
{
    /// <summary>How they are made.</summary>
    public LabelBaking Baking { get; init; }

    /// <summary>Label pixels a pixel of the scene, above 0 and at most 1.</summary>
    public double Scale { get; init; } = 1;
}
