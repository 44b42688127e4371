namespace Panoptes.Diagnosis.Placements;

/// <summary>The ways to lay a picture down: how labels would have to be turned to fit their image.</summary>
public enum Orientation
{
    /// <summary>As they are.</summary>
    Upright,

    /// <summary>Left and right swapped.</summary>
    FlippedHorizontally,

    /// <summary>Top and bottom swapped.</summary>
    FlippedVertically,

    /// <summary>Half a turn.</summary>
    Turned180,

    /// <summary>A quarter turn clockwise.</summary>
    Turned90,

    /// <summary>A quarter turn counterclockwise.</summary>
    Turned270,

    /// <summary>Rows and columns swapped.</summary>
    Transposed,

    /// <summary>Rows and columns swapped about the other diagonal.</summary>
    Transversed,
}
