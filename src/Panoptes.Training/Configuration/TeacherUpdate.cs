namespace Panoptes.Training.Configuration;

/// <summary>Whether a teacher follows the network that it teaches.</summary>
public enum TeacherUpdate
{
    /// <summary>An exponential moving average of its weights.</summary>
    Average,

    /// <summary>It stays as it is.</summary>
    Fixed,
}
