using Panoptes.Imaging;
using Panoptes.Imaging.Predictions;
using Panoptes.Inference.Contracts;
using Panoptes.Inference.Networks;

namespace Panoptes.Inference.Readings;

/// <summary>
/// A set of masks as segments that do not overlap: each pixel goes to the mask with the largest product of class and mask probability
/// (Mask2Former, <c>panoptic_inference</c>).
/// </summary>
internal static class PanopticReading
{
    /// <summary>Reads one image.</summary>
    public static PanopticPrediction Read(ModelContract contract, PreparedImage image, IReadOnlyList<NetworkOutput> outputs)
    {
        var kept = Kept(contract, MaskReading.Probabilities(outputs));
        var pixels = image.Width * image.Height;
        var (best, owner, isInside, areas) = (new float[pixels], new int[pixels], new bool[pixels], new long[kept.Count]);
        Array.Fill(owner, -1);
        for (var k = 0; k < kept.Count; k++)
        {
            var probability = MaskReading.Mask(contract, image, outputs, kept[k].Query);
            for (var i = 0; i < pixels; i++)
            {
                var inside = probability[i] >= 0.5f;
                areas[k] += inside ? 1 : 0;
                var value = probability[i] * kept[k].Score;
                if (k == 0 || value > best[i])
                {
                    (best[i], owner[i], isInside[i]) = (value, k, inside);
                }
            }
        }

        return Drawn(contract, image, kept, owner, isInside, areas);
    }

    private static List<(int Query, int Class, float Score)> Kept(ModelContract contract, float[][] probabilities)
    {
        List<(int, int, float)> kept = [];
        for (var q = 0; q < probabilities.Length; q++)
        {
            var best = Array.IndexOf(probabilities[q], probabilities[q].Max());
            if (best < probabilities[q].Length - 1 && probabilities[q][best] > contract.ObjectScore)
            {
                kept.Add((q, best, probabilities[q][best]));
            }
        }

        return kept;
    }

    private static PanopticPrediction Drawn(
        ModelContract contract, PreparedImage image, List<(int Query, int Class, float Score)> kept, int[] owner, bool[] isInside,
        long[] areas)
    {
        var (owned, final) = (new long[kept.Count], new long[kept.Count]);
        for (var i = 0; i < owner.Length && kept.Count > 0; i++)
        {
            owned[owner[i]]++;
            final[owner[i]] += isInside[i] ? 1 : 0;
        }

        var (idOf, segments, stuff) = (new int[kept.Count], new List<PredictedSegment>(), new Dictionary<int, int>());
        for (var k = 0; k < kept.Count; k++)
        {
            var (_, category, score) = kept[k];
            var isThing = contract.Classes[category].IsThing;
            if (final[k] == 0 || areas[k] == 0 || (double)owned[k] / areas[k] < contract.Overlap)
            {
                continue;
            }

            if (!isThing && stuff.TryGetValue(category, out var known))
            {
                idOf[k] = known;
                segments[known - 1] = segments[known - 1] with { Area = segments[known - 1].Area + final[k] };
                continue;
            }

            idOf[k] = segments.Count + 1;
            segments.Add(new PredictedSegment(idOf[k], category, isThing, final[k], score));
            if (!isThing)
            {
                stuff.Add(category, idOf[k]);
            }
        }

        var ids = new Plane<int>(image.Width, image.Height);
        for (var i = 0; i < owner.Length && kept.Count > 0; i++)
        {
            ids.Pixels[i] = isInside[i] ? idOf[owner[i]] : 0;
        }

        return new PanopticPrediction(ids, segments);
    }
}
