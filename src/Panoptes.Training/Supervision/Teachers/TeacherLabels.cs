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
    /// <summary>Whether an image has no label, an entry an image.</summary>
    public required IReadOnlyList<bool> IsEmpty { get; init; }

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

/// <summary>Counts of the labels of a batch.</summary>
/// <param name="Labels">Objects and segments an image; of label maps the share of pixels that have a class.</param>
/// <param name="Empty">The share of images without a label, 0 to 1.</param>
/// <param name="Score">The labels' mean score; of label maps the mean over all pixels of the best class's probability.</param>
/// <param name="ByClass">Labels of every class, as far as the last that has one; of label maps pixels.</param>
public sealed record LabelTally(double Labels, double Empty, double Score, IReadOnlyList<long> ByClass);
