using Panoptes.Metrics.Rules;

namespace Panoptes.Metrics.Instances;

/// <summary>
/// Matches the detections of one image and category, the best-scored first, in one area range after another, threshold after threshold.
/// One for every worker: it keeps its buffers.
/// </summary>
internal sealed class GreedyMatching
{
    private const double AlmostOne = 1 - 1e-10;

    private ImageObjects objects = null!;
    private int[] order = [];
    private bool[] ignored = [];
    private int[] truthMatch = [];
    private bool[] outside = [];
    private int[] detectionMatch = [];
    private int[] same = [];
    private bool hasMatches;
    private int truths;
    private int detections;
    private int counting;

    /// <summary>Goes to the objects of another image or category.</summary>
    public void Open(ImageObjects of)
    {
        (objects, truths, detections) = (of, of.Truths.Length, of.Detections.Length);
        if (order.Length < truths)
        {
            (order, ignored, truthMatch) = (new int[2 * truths], new bool[2 * truths], new int[2 * truths]);
        }

        if (outside.Length < detections)
        {
            (outside, detectionMatch) = (new bool[2 * detections], new int[2 * detections]);
        }
    }

    /// <summary>Matches in every area range and at every threshold.</summary>
    /// <param name="thresholds">IoU thresholds.</param>
    /// <param name="ranges">Area ranges.</param>
    /// <param name="outcomes">Takes what each detection counts as.</param>
    /// <param name="countings">Takes, by range, how many truths count.</param>
    public void MatchAll(double[] thresholds, IReadOnlyList<AreaRange> ranges, OutcomeBits outcomes, Span<int> countings)
    {
        if (same.Length < thresholds.Length * detections)
        {
            same = new int[2 * thresholds.Length * detections];
        }

        var isKnown = false;
        for (var a = 0; a < ranges.Count; a++)
        {
            countings[a] = Begin(ranges[a]);

            // Whether all truths count or none does, detections choose alike.
            var isUniform = counting == 0 || counting == truths;
            for (var t = 0; t < thresholds.Length; t++)
            {
                var kept = same.AsSpan(t * detections, detections);
                if (!isUniform || !isKnown)
                {
                    Run(thresholds[t]);
                    if (isUniform)
                    {
                        detectionMatch.AsSpan(0, detections).CopyTo(kept);
                    }
                }
                else
                {
                    kept.CopyTo(detectionMatch);
                }

                Write(outcomes, (a * thresholds.Length) + t);
            }

            isKnown |= isUniform;
        }
    }

    /// <summary>Starts on an area range; returned is how many truths count in it.</summary>
    public int Begin(AreaRange range)
    {
        // Those that count come first.
        var given = objects.Truths;
        (counting, var last) = (0, truths);
        for (var t = truths - 1; t >= 0; t--)
        {
            if (IsIgnored(given[t], range))
            {
                order[--last] = t;
            }
        }

        for (var t = 0; t < truths; t++)
        {
            if (!IsIgnored(given[t], range))
            {
                order[counting++] = t;
            }
        }

        for (var t = 0; t < truths; t++)
        {
            ignored[t] = t >= counting;
        }

        for (var d = 0; d < detections; d++)
        {
            var area = objects.Detections[d].Area;
            outside[d] = area < range.Low || area > range.High;
        }

        return counting;
    }

    /// <summary>Matches at a threshold.</summary>
    public void Run(double threshold)
    {
        var least = Math.Min(threshold, AlmostOne);
        hasMatches = objects.Highest >= least;
        if (!hasMatches)
        {
            detectionMatch.AsSpan(0, detections).Fill(-1);
            return;
        }

        truthMatch.AsSpan(0, truths).Fill(-1);
        for (var d = 0; d < detections; d++)
        {
            var match = BestFor(d, least);
            detectionMatch[d] = match;
            if (match >= 0)
            {
                truthMatch[match] = d;
            }
        }
    }

    public InstanceObject[] OrderedTruths() => Array.ConvertAll(order[..truths], t => objects.Truths[t]);

    public bool[] TruthIgnored() => ignored[..truths];

    public long[] DetectionMatchIds() => [.. Enumerable.Range(0, detections).Select(MatchId)];

    public bool[] DetectionIgnored() => [.. Enumerable.Range(0, detections).Select(IsIgnored)];

    public long[] TruthMatchIds() =>
        Array.ConvertAll(truthMatch[..truths], d => !hasMatches || d < 0 ? 0 : objects.Detections[d].Id);

    private void Write(OutcomeBits outcomes, int part)
    {
        for (var d = 0; d < detections; d++)
        {
            if (IsIgnored(d))
            {
                outcomes.SetIgnored(d, part);
            }
            else if (detectionMatch[d] >= 0 && MatchId(d) != 0)
            {
                outcomes.SetRight(d, part);
            }
        }
    }

    // To pycocotools what is no crowd counts, whatever its "ignore" says.
    private bool IsIgnored(InstanceObject truth, AreaRange range) =>
        truth.IsCrowd || (truth.IsIgnored && objects.Rules == ScoringRules.Corrected) || truth.Area < range.Low || truth.Area > range.High;

    private int BestFor(int d, double least)
    {
        var (best, match) = (least, -1);
        for (var t = 0; t < truths; t++)
        {
            if (truthMatch[t] >= 0 && !objects.Truths[order[t]].IsCrowd)
            {
                continue;
            }

            // The rest are ignored ones: a match that counts is not given up for them.
            if (match >= 0 && !ignored[match] && ignored[t])
            {
                break;
            }

            var overlap = objects.Overlap(d, order[t]);
            if (overlap >= best)
            {
                (best, match) = (overlap, t);
            }
        }

        return match;
    }

    // To pycocotools a match with an annotation whose id is 0 is none.
    private long MatchId(int d) => detectionMatch[d] < 0 ? 0
        : objects.Truths[order[detectionMatch[d]]].Id is var id && id == 0 && objects.Rules == ScoringRules.Corrected ? -1 : id;

    private bool IsIgnored(int d) => (detectionMatch[d] >= 0 && ignored[detectionMatch[d]]) || (outside[d] && MatchId(d) == 0);
}
