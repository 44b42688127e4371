namespace Panoptes.Training.Configuration;

/// <summary>What becomes of a teacher's running statistics.</summary>
public enum BufferUpdate
{
    /// <summary>They are averaged as weights are.</summary>
    Average,

    /// <summary>They are those of the trained network.</summary>
    Copy,

    /// <summary>They stay as they were.</summary>
    Keep,
}
