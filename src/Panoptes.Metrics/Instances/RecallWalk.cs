namespace Panoptes.Metrics.Instances;

/// <summary>
/// The detections of one class by falling score, under one limit of detections an image. Recall rises, and precision is highest, where a
/// detection is right: only those points are looked at.
/// </summary>
internal sealed class RecallWalk
{
    private const double Spacing = 2.220446049250313e-16;

    private readonly int words;
    private readonly ulong[] right;
    private readonly ulong[] ignored;
    private readonly double[] scores;
    private readonly int[] weights;
    private readonly int[] places;
    private readonly double[] curve;
    private readonly double[] recalls;
    private readonly int count;

    /// <param name="outcomes">The detections.</param>
    /// <param name="counts">By image of them: how often it counts.</param>
    /// <param name="limit">The most of an image.</param>
    public RecallWalk(ClassOutcomes outcomes, int[] counts, int limit)
    {
        words = outcomes.Outcomes.Words;
        var all = outcomes.Scores.Length;
        (right, ignored) = (new ulong[all * words], new ulong[all * words]);
        (scores, weights) = (new double[all], new int[all]);
        for (var i = 0; i < all; i++)
        {
            var weight = counts[outcomes.Places[i]];
            if (outcomes.Ranks[i] >= limit || weight == 0)
            {
                continue;
            }

            for (var word = 0; word < words; word++)
            {
                right[(word * all) + count] = outcomes.Outcomes.Right(i, word);
                ignored[(word * all) + count] = outcomes.Outcomes.Ignored(i, word);
            }

            (scores[count], weights[count]) = (outcomes.Scores[i], weight);
            count++;
        }

        // One more than there can be: each is written before it is known whether it stays.
        (places, curve, recalls) = (new int[all + 1], new double[all + 1], new double[all + 1]);
    }

    /// <summary>Fills in precision and score at every recall threshold; returned is the recall of all detections.</summary>
    /// <param name="part">A threshold of an area range.</param>
    /// <param name="counting">How many truths count, above 0.</param>
    /// <param name="rows">Takes them.</param>
    /// <param name="place">Where in every row.</param>
    public double Store(int part, long counting, CurveRows rows, int place)
    {
        var points = Walk(part, counting);
        var thresholds = rows.RecallThresholds;
        for (var (r, point) = (0, 0); r < thresholds.Length; r++)
        {
            while (point < points && recalls[point] < thresholds[r])
            {
                point++;
            }

            if (!(thresholds[r] > 0))
            {
                // The first detection reaches it, right or not.
                rows.Set(r, place, points > 0 ? curve[0] : 0, count > 0 ? scores[0] : 0);
            }
            else if (point < points)
            {
                rows.Set(r, place, curve[point], scores[places[point]]);
            }
            else
            {
                rows.Set(r, place, 0, 0);
            }
        }

        return points > 0 ? recalls[points - 1] : 0;
    }

    // Returned is how many are right.
    private int Walk(int part, long counting)
    {
        var (points, rights, wrongs) = (0, 0L, 0L);
        var rightOf = right.AsSpan((part >> 6) * scores.Length, count);
        var ignoredOf = ignored.AsSpan((part >> 6) * scores.Length, count);
        for (var i = 0; i < rightOf.Length; i++)
        {
            var (isRight, isIgnored) = ((long)(rightOf[i] >> part & 1), (long)(ignoredOf[i] >> part & 1));
            var weight = weights[i];
            rights += isRight * weight;
            wrongs += ((isRight | isIgnored) ^ 1) * weight;
            (places[points], recalls[points], curve[points]) = (i, rights, wrongs);
            points += (int)isRight;
        }

        for (var point = 0; point < points; point++)
        {
            var found = recalls[point];
            recalls[point] = found / counting;
            curve[point] = found / (curve[point] + found + Spacing);
        }

        for (var point = points - 1; point > 0; point--)
        {
            curve[point - 1] = Math.Max(curve[point - 1], curve[point]);
        }

        return points;
    }
}
