namespace Panoptes.Data.Configuration;

/// <summary>
/// A data set beside that of <c>data.root</c>: what models are measured on (<c>data.truth</c>), where they are trained on pseudo-labels of
/// another folder; or what a stream draws from. What is left out is as it is for training.
/// </summary>
public sealed record OtherDataConfig
{
    /// <summary>The data set's folder; null for <c>data.root</c>.</summary>
    public string? Root { get; init; }

    /// <summary>The layout on disk; <c>auto</c> looks at the folder and says what it found.</summary>
    public DataFormat Format { get; init; } = DataFormat.Auto;

    /// <summary>The class table, as <c>data.classes</c>; null for the data set's own.</summary>
    public string? Classes { get; init; }

    /// <summary>Name of the image folder of a CamVid-style split.</summary>
    public string Images { get; init; } = "images";

    /// <summary>Name of the label folder of a CamVid-style split.</summary>
    public string Labels { get; init; } = "labels";

    /// <summary>Which label files of a Cityscapes folder are read.</summary>
    public CityscapesLabels CityscapesLabels { get; init; } = CityscapesLabels.Auto;

    /// <summary>How the maps of <c>format: instance_maps</c> hold class and object.</summary>
    public ObjectNumbers ObjectNumbers { get; init; } = ObjectNumbers.Cityscapes;

    /// <summary>The JSON of a COCO split relative to the root, with <c>{split}</c> for its name; null for COCO's own names.</summary>
    public string? Annotations { get; init; }

    /// <summary>Where pseudo-labels are and how they are read.</summary>
    public PseudoLabelConfig PseudoLabels { get; init; } = new();
}
