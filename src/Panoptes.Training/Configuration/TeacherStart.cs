namespace Panoptes.Training.Configuration;

/// <summary>Whose weights a teacher has when its stage begins.</summary>
public enum TeacherStart
{
    /// <summary>Those that the trained network begins the stage with.</summary>
    Student,

    /// <summary>The best of the stage before; its last where none was measured.</summary>
    Before,

    /// <summary>Those that it had at the end of the stage before.</summary>
    Keep,
}
