using Panoptes.Imaging;
using Panoptes.Imaging.Predictions;
using Panoptes.Tensors;

namespace Panoptes.Models.Outputs.Readings;

/// <summary>
/// A set of masks read as segments that do not overlap: each pixel goes to the query with the largest product of class and mask probability
/// (Mask2Former, <c>panoptic_inference</c>).
/// </summary>
public static class PanopticReading
{
    // Mask2Former's for Cityscapes and COCO.
    private const double ObjectScore = 0.8;
    private const double Overlap = 0.8;

    /// <summary>Reads one image.</summary>
    /// <param name="outputs">The predictions.</param>
    /// <param name="image">Which image of the batch.</param>
    /// <param name="size">The sizes.</param>
    /// <param name="isThing">Whether a class is one of objects; stuff is one segment a class.</param>
    /// <param name="options">Thresholds.</param>
    public static PanopticPrediction Read(MaskSet outputs, int image, ReadingSize size, Func<int, bool> isThing, PanopticOptions options)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        ArgumentNullException.ThrowIfNull(isThing);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        using var noGrad = Autograd.NoGrad();
        using var scope = TensorScope.Open();
        var masks = new FullMasks(outputs, image, size);
        var kept = Keep(masks.ClassLogits(), options.ObjectScore ?? ObjectScore);
        if (kept.Count == 0)
        {
            return new PanopticPrediction(new Plane<int>(size.Width, size.Height), []);
        }

        var (owners, areas) = Owners(masks, kept);
        return Draw(owners, areas, kept, size, isThing, options.Overlap ?? Overlap);
    }

    private static List<(int Query, int Class, float Score)> Keep(Tensor classLogits, double least)
    {
        var (score, best) = classLogits.Softmax(-1).Max(1);
        var none = classLogits.Size(1) - 1;
        var (scores, classes) = (score.ToArray<float>(), best.ToArray<long>());
        return [.. Enumerable.Range(0, scores.Length).Where(q => classes[q] != none && scores[q] > least)
            .Select(q => (q, (int)classes[q], scores[q]))];
    }

    // For every pixel the place of its owner among the kept queries, times 2, plus 1 where the pixel lies inside of that query's mask;
    // and how many pixels each mask has, others apart.
    private static (int[] Owners, long[] Areas) Owners(FullMasks masks, List<(int Query, int Class, float Score)> kept)
    {
        var areas = new List<long>();
        Tensor? best = null;
        Tensor? owner = null;
        masks.ForEach([.. kept.Select(query => query.Query)], (first, logits) =>
        {
            var count = (int)logits.Size(0);
            var probability = logits.Sigmoid();
            var inside = probability.Ge(0.5);
            areas.AddRange(inside.Sum([1, 2]).ToArray<long>());
            var scores = Tensor.From<float>([.. kept.Skip(first).Take(count).Select(query => query.Score)], count, 1, 1).To(logits.Device);
            var (value, at) = (probability * scores).Max(0);
            var isInside = inside.Gather(0, at.Unsqueeze(0)).Squeeze(0);
            var code = (((at + first) * 2) + isInside.To(DType.Int64)).To(DType.Int32);
            if (best is null)
            {
                (best, owner) = (value.Keep(), code.Keep());
                return;
            }

            var isBetter = value.Gt(best);
            best.CopyInPlace(isBetter.Where(value, best));
            owner!.CopyInPlace(isBetter.Where(code, owner!));
        });

        using (best)
        using (owner)
        {
            return (owner!.ToArray<int>(), [.. areas]);
        }
    }

    private static PanopticPrediction Draw(
        int[] owners, long[] areas, List<(int Query, int Class, float Score)> kept, ReadingSize size, Func<int, bool> isThing,
            double overlap)
    {
        var (owned, final) = (new long[kept.Count], new long[kept.Count]);
        foreach (var code in owners)
        {
            owned[code >> 1]++;
            final[code >> 1] += code & 1;
        }

        var idOf = new int[kept.Count];
        var segments = new List<PredictedSegment>();
        var stuff = new Dictionary<int, int>();
        for (var k = 0; k < kept.Count; k++)
        {
            if (final[k] == 0 || areas[k] == 0 || (double)owned[k] / areas[k] < overlap)
            {
                continue;
            }

            var (_, category, score) = kept[k];
            if (!isThing(category) && stuff.TryGetValue(category, out var known))
            {
                idOf[k] = known;
                segments[known - 1] = segments[known - 1] with { Area = segments[known - 1].Area + final[k] };
                continue;
            }

            idOf[k] = segments.Count + 1;
            segments.Add(new PredictedSegment(idOf[k], category, isThing(category), final[k], score));
            if (!isThing(category))
            {
                stuff.Add(category, idOf[k]);
            }
        }

        var ids = new Plane<int>(size.Width, size.Height);
        for (var i = 0; i < owners.Length; i++)
        {
            ids.Pixels[i] = (owners[i] & 1) == 1 ? idOf[owners[i] >> 1] : 0;
        }

        return new PanopticPrediction(ids, segments);
    }
}
