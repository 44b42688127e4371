using Panoptes.Data.Targets;
using Panoptes.Imaging.Predictions;
using Panoptes.Tensors;

namespace Panoptes.Training.Supervision.Teachers.Agreement;

/// <summary>Agreement of segments that were found with labels that are segments. Pixels without a label do not count, as in PQ.</summary>
internal static class SegmentAgreement
{
    /// <summary>Compares one image.</summary>
    /// <param name="said">What the network says.</param>
    /// <param name="ids">(H,W) int32 on the host: the segment of every pixel, 0 for none.</param>
    /// <param name="labels">The segments.</param>
    public static LabelAgreement Of(PanopticPrediction said, Tensor ids, IReadOnlyList<SegmentTarget> labels)
    {
        var single = labels.Where(label => !label.IsCrowd).ToList();
        var known = single.Select(label => label.Id).ToHashSet();
        var taught = ids.To(DType.Int32).ToArray<int>();
        var common = new Dictionary<(int Label, int Said), long>();
        for (var i = 0; i < taught.Length; i++)
        {
            if (known.Contains(taught[i]))
            {
                var key = (taught[i], said.Ids.Pixels[i]);
                common[key] = common.GetValueOrDefault(key) + 1;
            }
        }

        var areas = common.GroupBy(pair => pair.Key.Label).ToDictionary(group => group.Key, group => group.Sum(pair => pair.Value));
        var saidAreas = common.GroupBy(pair => pair.Key.Said).ToDictionary(group => group.Key, group => group.Sum(pair => pair.Value));
        return FoundLabels.Count(
            [.. single.Select(label => label.TrainId)], [.. said.Segments.Select(one => (one.Class, one.Score))], (label, one) =>
            {
                var (id, other) = (single[label].Id, said.Segments[one].Id);
                return common.TryGetValue((id, other), out var shared)
                    ? (double)shared / (areas[id] + saidAreas[other] - shared) : 0;
            });
    }
}
