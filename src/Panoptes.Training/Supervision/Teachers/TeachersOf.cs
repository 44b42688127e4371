namespace Panoptes.Training.Supervision.Teachers;

/// <summary>Finds the teachers among supervisors.</summary>
public static class TeachersOf
{
    /// <summary>The teachers of a training, in their order.</summary>
    /// <param name="supervisors">Its supervisors.</param>
    public static IEnumerable<TeacherSupervision> All(IEnumerable<ISupervisor> supervisors)
    {
        ArgumentNullException.ThrowIfNull(supervisors);
        return supervisors.Select(supervisor => supervisor is StreamSupervisor { Inner: var inner } ? inner : supervisor)
            .OfType<TeacherSupervision>();
    }
}
