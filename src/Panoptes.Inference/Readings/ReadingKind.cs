namespace Panoptes.Inference.Readings;

/// <summary>What a network's outputs are read as.</summary>
public enum ReadingKind
{
    /// <summary>The class of every pixel.</summary>
    Labels,

    /// <summary>Segments that do not overlap.</summary>
    Segments,

    /// <summary>Objects that may overlap.</summary>
    Objects,
}
