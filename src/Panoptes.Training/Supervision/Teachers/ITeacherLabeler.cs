using Panoptes.Data.Loading;
using Panoptes.Models.Outputs;

namespace Panoptes.Training.Supervision.Teachers;

/// <summary>Makes targets of one kind of what a teacher puts out.</summary>
public interface ITeacherLabeler
{
    /// <summary>The labels of a batch.</summary>
    /// <param name="outputs">What the teacher put out for the batch's images.</param>
    /// <param name="batch">The batch: its size, and what of it is padding.</param>
    /// <returns>Labels whose tensors belong to the innermost open scope.</returns>
    TeacherLabels Label(SegmenterOutputs outputs, Batch batch);
}
