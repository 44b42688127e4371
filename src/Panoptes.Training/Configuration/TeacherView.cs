namespace Panoptes.Training.Configuration;

/// <summary>What a teacher labels.</summary>
public enum TeacherView
{
    /// <summary>The images of the batch, moved as the trained network sees them, before their colors are changed strongly.</summary>
    Weak,

    /// <summary>Whole images as they are on disk; what it says of them is moved with them.</summary>
    Clean,
}
