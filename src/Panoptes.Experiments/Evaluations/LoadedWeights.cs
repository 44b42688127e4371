namespace Panoptes.Experiments.Evaluations;

/// <summary>The weights that a model was filled with.</summary>
/// <param name="Name">Which: <c>best</c>, <c>last</c> or a file, with <c>teacher</c> behind where they are the teacher's.</param>
/// <param name="Step">Steps of training that they have seen.</param>
/// <param name="HasTeacher">Whether the checkpoint holds a network that teaches the model, and of its family.</param>
internal sealed record LoadedWeights(string Name, long Step, bool HasTeacher);
