namespace Panoptes.Diagnosis.Teaching;

/// <summary>What the teacher of a stage does.</summary>
public enum TeacherPhase
{
    /// <summary>There is none.</summary>
    None,

    /// <summary>It stays as it is.</summary>
    Fixed,

    /// <summary>It follows the trained network: the hand-over is done.</summary>
    Following,
}

/// <summary>What an evaluation in the course of a training says of teacher and student.</summary>
/// <param name="Step">Updates done before it.</param>
/// <param name="Stage">The stage that it was measured in.</param>
/// <param name="Phase">What the teacher does in that stage.</param>
/// <param name="Student">What the trained network is judged by, such that more is better.</param>
/// <param name="Teacher">The same of the teacher; NaN where it was not measured.</param>
/// <param name="TaughtLoss">The mean loss of the teacher's labels since the evaluation before; NaN where it is not known.</param>
public sealed record TeachingPoint(long Step, string Stage, TeacherPhase Phase, double Student, double Teacher, double TaughtLoss)
{
    /// <summary>How far the teacher is behind the network that it teaches; NaN where one was not measured.</summary>
    public double Gap => Student - Teacher;
}
