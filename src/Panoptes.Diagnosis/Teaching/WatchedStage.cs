namespace Panoptes.Diagnosis.Teaching;

/// <summary>A stage of a training that is watched.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Phase">What its teacher does.</param>
/// <param name="TruthWeight">The factor that the training gives to the loss of the truth; 0 where there is none.</param>
public sealed record WatchedStage(string Name, TeacherPhase Phase, double TruthWeight);

/// <summary>A teacher that is watched.</summary>
/// <param name="Stream">The stream that it labels.</param>
/// <param name="Weight">The factor that the training gives to the loss of its labels, above 0.</param>
/// <param name="HasSeveralClasses">Whether its labels can be of more than one class.</param>
/// <param name="LargestClass">The train id of its most frequent class at the last logged step; null where nobody knows.</param>
public sealed record WatchedTeacher(string Stream, double Weight, bool HasSeveralClasses, Func<int?> LargestClass);
