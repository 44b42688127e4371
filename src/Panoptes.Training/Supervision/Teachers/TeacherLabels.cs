using Panoptes.Data.Targets;
using Panoptes.Tensors;
using Panoptes.Training.Matching;

namespace Panoptes.Training.Supervision.Teachers;

/// <summary>What a teacher says of a batch, as targets of the network that it teaches.</summary>
/// <param name="Targets">Targets as a data set would give them; tensors in main memory belong to whoever asked.</param>
/// <param name="Masks">
/// True masks at the resolution of the teacher's own, one list an image, where the taught network learns from sets of masks; null else.
/// </param>
/// <param name="Tally">How many there are and how sure.</param>
public sealed record TeacherLabels(BatchTargets Targets, IReadOnlyList<MaskTruth>? Masks, LabelTally Tally)
{
    /// <summary>Hands all tensors to the scope around another.</summary>
    /// <param name="scope">The scope that they belong to.</param>
    public void Return(TensorScope scope)
    {
        ArgumentNullException.ThrowIfNull(scope);
        Tensor?[] targets = [Targets.Labels, Targets.Segments?.Ids];
        foreach (var tensor in targets.OfType<Tensor>())
        {
            scope.Return(tensor);
        }

        foreach (var truth in Masks ?? [])
        {
            truth.Return(scope);
        }
    }
}
