using Panoptes.Data.Loading;
using Panoptes.Data.Targets;
using Panoptes.Models.Outputs;
using Panoptes.Tensors;
using Panoptes.Training.Arithmetic;
using Panoptes.Training.Matching;

namespace Panoptes.Training.Supervision.Teachers;

/// <summary>
/// Masks of queries as labels of another network that predicts a set of masks, at the resolution of the masks, which may overlap; of a
/// class of stuff all together are one.
/// </summary>
/// <param name="choice">Which queries.</param>
/// <param name="isThing">Whether a class is one of objects.</param>
public sealed class QueryLabeler(QueryLabels choice, Func<int, bool> isThing) : ITeacherLabeler
{
    /// <inheritdoc/>
    public TeacherLabels Label(SegmenterOutputs outputs, Batch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        using var noGrad = Autograd.NoGrad();
        var prediction = ((MaskSet)outputs).Last;
        var (labels, truths) = (new List<IReadOnlyList<QueryLabel>>(), new List<MaskTruth>());
        for (var n = 0; n < batch.Samples.Count; n++)
        {
            using var scope = TensorScope.Open();
            var (found, inside) = choice.Of(prediction, n);
            var (planes, masks) = Planes(found, inside);
            truths.Add(new MaskTruth(
                scope.Return(planes), masks, ((int)planes.Size(1), (int)planes.Size(2)), batch.Samples[n].Name));
            labels.Add(found);
        }

        return new TeacherLabels(
            new BatchTargets(), truths,
            LabelTally.Of([.. labels.Select(image => image.Select(label => (label.Class, label.Score)).ToList())]));
    }

    private (Tensor Planes, IReadOnlyList<TrueMask> Masks) Planes(IReadOnlyList<QueryLabel> labels, Tensor inside)
    {
        if (labels.Count == 0)
        {
            return (Tensor.Zeros([1, inside.Size(1), inside.Size(2)], DType.UInt8, inside.Device), []);
        }

        var groups = labels.Index().GroupBy(entry => isThing(entry.Item.Class) ? -1 - entry.Index : entry.Item.Class).ToList();
        TrueMask[] masks =
            [.. groups.Select((group, plane) => new TrueMask(plane, 1, group.First().Item.Class, isThing(group.First().Item.Class)))];
        if (groups.Count == labels.Count)
        {
            return (inside.Alias(), masks);
        }

        return (Ops.Stack([.. groups.Select(group =>
            inside.IndexSelect(0, RowIndices.Of(group.Select(entry => entry.Index), inside.Device)).Amax([0]))]), masks);
    }
}
