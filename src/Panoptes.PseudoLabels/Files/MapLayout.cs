namespace Panoptes.PseudoLabels.Files;

/// <summary>The order of the axes of a stored map.</summary>
public enum MapLayout
{
    /// <summary>Channels, rows, columns.</summary>
    Chw,

    /// <summary>Rows, columns, channels.</summary>
    Hwc,
}
