using Panoptes.Models.Outputs;
using Panoptes.Tensors;
using Panoptes.Training.Configuration;

namespace Panoptes.Training.Supervision.Teachers;

/// <summary>A query whose mask is a label.</summary>
/// <param name="Query">Which.</param>
/// <param name="Class">Its class's train id.</param>
/// <param name="Score">The class's probability.</param>
public sealed record QueryLabel(int Query, int Class, double Score);

/// <summary>
/// Chooses the queries of an image whose masks are labels (Guided Distillation, <c>prepare_ssl_outputs</c>): those that see something, are
/// sure of its class, and whose mask is not too small, in this order.
/// </summary>
/// <param name="config">Thresholds.</param>
/// <param name="scores">The least score of every class.</param>
/// <param name="isWanted">Whether a class is labeled at all.</param>
public sealed class QueryLabels(TeacherLabelConfig config, LabelScores scores, Func<int, bool> isWanted)
{
    /// <summary>The queries, by ascending number.</summary>
    /// <param name="prediction">The network's last prediction.</param>
    /// <param name="image">Which image of the batch.</param>
    /// <returns>The labels, and the pixels inside of each, (S,h,w) uint8, in the innermost open scope.</returns>
    public (IReadOnlyList<QueryLabel> Labels, Tensor Inside) Of(MaskPrediction prediction, int image)
    {
        ArgumentNullException.ThrowIfNull(prediction);
        using var scope = TensorScope.Open();
        var (best, at) = prediction.ClassLogits.Select(0, image).To(DType.Float32).Softmax(-1).Max(1);
        var masks = prediction.MaskLogits.Select(0, image).To(DType.Float32).Sigmoid();
        var inside = masks.Gt(config.Mask);
        var pixels = inside.To(DType.Float32).Sum([1, 2]);
        var (areas, softAreas) = (pixels.ToArray<float>(), masks.Sum([1, 2]).ToArray<float>());
        var means = ((masks * inside.To(DType.Float32)).Sum([1, 2]) / pixels.ClampMin(1)).ToArray<float>();
        var (score, category) = (best.ToArray<float>(), at.ToArray<long>());
        var none = prediction.ClassLogits.Size(2) - 1;
        IReadOnlyList<QueryLabel> labels =
        [
            .. Enumerable.Range(0, score.Length)
                .Where(q => category[q] != none && isWanted((int)category[q]))
                .Where(q => scores.IsSure((int)category[q], score[q]))
                .Where(q => softAreas[q] > config.MinSoftArea)
                .Where(q => (areas[q] > 0 || !config.DropEmpty) && means[q] >= config.MinMaskScore)
                .Select(q => new QueryLabel(q, (int)category[q], score[q])),
        ];
        labels = config.DuplicateIou is { } most ? WithoutDuplicates(labels, inside, most) : labels;
        labels = config.MaxPerImage is { } count
            ? [.. labels.OrderByDescending(label => label.Score).Take(count).OrderBy(label => label.Query)] : labels;
        return (labels, scope.Return(Chosen(inside, labels).To(DType.UInt8)));
    }

    private static Tensor Chosen(Tensor masks, IReadOnlyList<QueryLabel> labels) => masks.IndexSelect(
        0, Tensor.From<long>([.. labels.Select(label => (long)label.Query)], labels.Count).To(masks.Device));

    private static IReadOnlyList<QueryLabel> WithoutDuplicates(IReadOnlyList<QueryLabel> labels, Tensor inside, double most)
    {
        if (labels.Count < 2)
        {
            return labels;
        }

        var flat = Chosen(inside, labels).To(DType.Float32).Flatten(1);
        var (common, areas) = (flat.Matmul(flat.Transpose(0, 1)).ToArray<float>(), flat.Sum([1]).ToArray<float>());
        var kept = new List<int>();
        foreach (var i in Enumerable.Range(0, labels.Count).OrderByDescending(i => labels[i].Score))
        {
            if (!kept.Exists(k => labels[k].Class == labels[i].Class && IoU(i, k) > most))
            {
                kept.Add(i);
            }
        }

        return [.. kept.Order().Select(i => labels[i])];

        double IoU(int one, int other)
        {
            var shared = common[(one * labels.Count) + other];
            return shared == 0 ? 0 : shared / (areas[one] + areas[other] - shared);
        }
    }
}
