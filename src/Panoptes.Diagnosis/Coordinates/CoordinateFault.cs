namespace Panoptes.Diagnosis.Coordinates;

/// <summary>What is wrong with a pipeline that moves labels otherwise than their image.</summary>
public enum CoordinateFault
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Labels lie beside where they belong.</summary>
    Shift,

    /// <summary>Labels are scaled otherwise than the image.</summary>
    Scale,

    /// <summary>One of the two is mirrored.</summary>
    Flip,

    /// <summary>One of the two is turned by a quarter.</summary>
    Turn,
}
