namespace Panoptes.Diagnosis.Verdicts;

/// <summary>How labels lie to their images.</summary>
public enum Alignment
{
    /// <summary>Where they belong.</summary>
    Aligned,

    /// <summary>Scaled or shifted, all of them or those of a class.</summary>
    Misaligned,

    /// <summary>Mirrored.</summary>
    Flipped,

    /// <summary>Turned by a quarter or by half a turn.</summary>
    Rotated,

    /// <summary>Of other images, or of none.</summary>
    Unrelated,

    /// <summary>Too little to tell: more images may say.</summary>
    Unsure,
}
