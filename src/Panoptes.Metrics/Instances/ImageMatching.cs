using Panoptes.Imaging.Masks;
using Panoptes.Metrics.Rules;

namespace Panoptes.Metrics.Instances;

/// <summary>The matches of one image and category in one area range, as pycocotools' evaluateImg gives them.</summary>
/// <param name="Image">The image's id.</param>
/// <param name="Category">The category's id; -1 where categories are not told apart.</param>
/// <param name="Detections">Detections by falling score, stable, at most the largest count allowed.</param>
/// <param name="Truths">Ground truth, those that count first.</param>
/// <param name="TruthIgnored">By truth: whether it is ignored.</param>
/// <param name="DetectionMatch">By threshold and detection: the truth's id, 0 without a match.</param>
/// <param name="DetectionIgnored">By threshold and detection: whether it counts nowhere.</param>
/// <param name="TruthMatch">By threshold and truth: the detection's id, 0 without a match.</param>
public sealed record ImageMatches(
    long Image,
    long Category,
    IReadOnlyList<InstanceObject> Detections,
    IReadOnlyList<InstanceObject> Truths,
    IReadOnlyList<bool> TruthIgnored,
    IReadOnlyList<long[]> DetectionMatch,
    IReadOnlyList<bool[]> DetectionIgnored,
    IReadOnlyList<long[]> TruthMatch);

/// <summary>What a detection counts as at one threshold and area range.</summary>
internal enum DetectionOutcome : byte
{
    /// <summary>Matched nothing.</summary>
    Wrong,

    /// <summary>Matched a truth that counts.</summary>
    Right,

    /// <summary>Counts nowhere.</summary>
    Ignored,
}

/// <summary>All objects of one category in one image, and their overlaps.</summary>
internal sealed class ImageObjects
{
    private const double AlmostOne = 1 - 1e-10;

    private readonly ScoringRules rules;
    private readonly double[] overlaps;
    private readonly double highest = double.NegativeInfinity;

    /// <param name="image">The image's place in the order of images.</param>
    /// <param name="truths">Ground truth in file order.</param>
    /// <param name="detections">Detections in file order.</param>
    /// <param name="options">What overlaps are measured on, and whose rules are followed.</param>
    /// <param name="most">How many detections are kept.</param>
    /// <param name="maskOf">The mask of an object of the image; null where only boxes are compared.</param>
    public ImageObjects(
        int image, InstanceObject[] truths, InstanceObject[] detections, InstanceOptions options, int most,
        Func<InstanceObject, RunLengthMask?> maskOf)
    {
        Image = image;
        rules = options.Rules;
        Truths = truths;
        Detections = ByScore(detections, most);
        overlaps = Overlaps(options.Overlap, maskOf);
        foreach (var overlap in overlaps)
        {
            highest = Math.Max(highest, overlap);
        }
    }

    public int Image { get; }

    public InstanceObject[] Truths { get; }

    public InstanceObject[] Detections { get; }

    /// <summary>IoU of a detection (by falling score) and a truth (in file order).</summary>
    public double Overlap(int detection, int truth) => overlaps[(detection * Truths.Length) + truth];

    /// <summary>Matches greedily, the best-scored detection first, in every area range and at every threshold.</summary>
    /// <param name="thresholds">IoU thresholds.</param>
    /// <param name="ranges">Area ranges.</param>
    /// <param name="outcomes">Takes [range][threshold][detection].</param>
    /// <param name="counting">Takes, by range, how many truths count.</param>
    public void Match(double[] thresholds, IReadOnlyList<AreaRange> ranges, Span<DetectionOutcome> outcomes, Span<int> counting)
    {
        var matching = new Matching(this);
        for (var a = 0; a < ranges.Count; a++)
        {
            counting[a] = matching.Begin(ranges[a]);
            Span<DetectionOutcome> unmatched = default;
            foreach (var threshold in thresholds)
            {
                var here = outcomes[..Detections.Length];
                outcomes = outcomes[Detections.Length..];
                if (matching.Run(threshold) || unmatched.Length == 0)
                {
                    matching.WriteOutcomes(here);
                    unmatched = matching.HasMatches ? default : here;
                }
                else
                {
                    // Nothing matches at this threshold, as at one before.
                    unmatched.CopyTo(here);
                }
            }
        }
    }

    /// <summary>The same matches with everything that pycocotools keeps of them.</summary>
    public ImageMatches Describe(IReadOnlyList<double> thresholds, AreaRange range, long image, long category)
    {
        var matching = new Matching(this);
        matching.Begin(range);
        var (detectionMatch, detectionIgnored, truthMatch) = (new List<long[]>(), new List<bool[]>(), new List<long[]>());
        foreach (var threshold in thresholds)
        {
            matching.Run(threshold);
            detectionMatch.Add(matching.DetectionMatchIds());
            detectionIgnored.Add(matching.DetectionIgnored());
            truthMatch.Add(matching.TruthMatchIds());
        }

        return new ImageMatches(
            image, category, Detections, matching.OrderedTruths(), matching.TruthIgnored(), detectionMatch, detectionIgnored, truthMatch);
    }

    /// <summary>Whether the masks of two objects can have pixels in common, as far as is known without reading them.</summary>
    public static bool MayOverlap(InstanceObject detection, InstanceObject truth) =>
        detection.Extent is not { } one || truth.Extent is not { } other || one.Box.IoU(other.Box, truth.IsCrowd) > 0;

    private static InstanceObject[] ByScore(InstanceObject[] detections, int most)
    {
        if (detections.Length < 2 && most > 0)
        {
            return detections;
        }

        var scores = new double[detections.Length];
        for (var d = 0; d < scores.Length; d++)
        {
            scores[d] = detections[d].Score;
        }

        var order = FallingOrder.Of(scores);
        var sorted = new InstanceObject[Math.Clamp(most, 0, order.Length)];
        for (var d = 0; d < sorted.Length; d++)
        {
            sorted[d] = detections[order[d]];
        }

        return sorted;
    }

    private double[] Overlaps(OverlapKind kind, Func<InstanceObject, RunLengthMask?> maskOf)
    {
        var values = new double[Detections.Length * Truths.Length];
        if (values.Length == 0)
        {
            return values;
        }

        if (kind == OverlapKind.Box)
        {
            for (var (d, i) = (0, 0); d < Detections.Length; d++)
            {
                for (var t = 0; t < Truths.Length; t++)
                {
                    values[i++] = Detections[d].Box.IoU(Truths[t].Box, Truths[t].IsCrowd);
                }
            }

            return values;
        }

        var (truthMasks, detectionMasks) = (Array.ConvertAll(Truths, t => maskOf(t)), Array.ConvertAll(Detections, d => maskOf(d)));
        var (truthBands, detectionBands) = kind == OverlapKind.Boundary
            ? (Array.ConvertAll(truthMasks, Band), Array.ConvertAll(detectionMasks, Band))
            : ([], []);
        for (var d = 0; d < Detections.Length; d++)
        {
            for (var t = 0; t < Truths.Length; t++)
            {
                var (detection, truth) = (Detections[d], Truths[t]);
                if (!MayOverlap(detection, truth))
                {
                    continue;
                }

                var overlap = MaskOverlap.IoU(detectionMasks[d]!, truthMasks[t]!, truth.IsCrowd);
                values[(d * Truths.Length) + t] = kind == OverlapKind.Mask
                    ? overlap
                    : Math.Min(overlap, MaskOverlap.IoU(detectionBands[d]!, truthBands[t]!, truth.IsCrowd));
            }
        }

        return values;

        static RunLengthMask? Band(RunLengthMask? mask) => mask is null ? null : MaskBoundary.Of(mask);
    }

    /// <summary>Matching in one area range after another, threshold after threshold, in the same buffers.</summary>
    private sealed class Matching(ImageObjects objects)
    {
        private readonly int[] order = new int[objects.Truths.Length];
        private readonly bool[] ignored = new bool[objects.Truths.Length];
        private readonly int[] truthMatch = new int[objects.Truths.Length];
        private readonly bool[] outside = new bool[objects.Detections.Length];
        private readonly int[] detectionMatch = new int[objects.Detections.Length];

        /// <summary>Whether any overlap reaches the threshold that was run last.</summary>
        public bool HasMatches { get; private set; }

        /// <summary>Starts on an area range; returned is how many truths count in it.</summary>
        public int Begin(AreaRange range)
        {
            // Those that count come first.
            var truths = objects.Truths;
            var (counting, last) = (0, truths.Length);
            for (var t = truths.Length - 1; t >= 0; t--)
            {
                if (IsIgnored(truths[t], range))
                {
                    order[--last] = t;
                }
            }

            for (var t = 0; t < truths.Length; t++)
            {
                if (!IsIgnored(truths[t], range))
                {
                    order[counting++] = t;
                }
            }

            for (var t = 0; t < truths.Length; t++)
            {
                ignored[t] = t >= counting;
            }

            for (var d = 0; d < outside.Length; d++)
            {
                var area = objects.Detections[d].Area;
                outside[d] = area < range.Low || area > range.High;
            }

            return counting;
        }

        /// <summary>Matches at a threshold; returned is <see cref="HasMatches"/>.</summary>
        public bool Run(double threshold)
        {
            var least = Math.Min(threshold, AlmostOne);
            HasMatches = objects.highest >= least;
            if (!HasMatches)
            {
                return false;
            }

            truthMatch.AsSpan().Fill(-1);
            for (var d = 0; d < detectionMatch.Length; d++)
            {
                var match = BestFor(d, least);
                detectionMatch[d] = match;
                if (match >= 0)
                {
                    truthMatch[match] = d;
                }
            }

            return true;
        }

        public void WriteOutcomes(Span<DetectionOutcome> outcomes)
        {
            if (!HasMatches)
            {
                for (var d = 0; d < outcomes.Length; d++)
                {
                    outcomes[d] = outside[d] ? DetectionOutcome.Ignored : DetectionOutcome.Wrong;
                }

                return;
            }

            for (var d = 0; d < outcomes.Length; d++)
            {
                outcomes[d] = IsIgnored(d) ? DetectionOutcome.Ignored : MatchId(d) != 0 ? DetectionOutcome.Right : DetectionOutcome.Wrong;
            }
        }

        public InstanceObject[] OrderedTruths() => Array.ConvertAll(order, t => objects.Truths[t]);

        public bool[] TruthIgnored() => [.. ignored];

        public long[] DetectionMatchIds() => [.. Enumerable.Range(0, detectionMatch.Length).Select(MatchId)];

        public bool[] DetectionIgnored() => [.. Enumerable.Range(0, detectionMatch.Length).Select(IsIgnored)];

        public long[] TruthMatchIds() => Array.ConvertAll(truthMatch, d => !HasMatches || d < 0 ? 0 : objects.Detections[d].Id);

        // To pycocotools what is no crowd counts, whatever its "ignore" says.
        private bool IsIgnored(InstanceObject truth, AreaRange range) =>
            truth.IsCrowd || (truth.IsIgnored && objects.rules == ScoringRules.Corrected) || truth.Area < range.Low
                || truth.Area > range.High;

        private int BestFor(int d, double least)
        {
            var (best, match) = (least, -1);
            for (var t = 0; t < order.Length; t++)
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
        private long MatchId(int d) => !HasMatches || detectionMatch[d] < 0 ? 0
            : objects.Truths[order[detectionMatch[d]]].Id is var id && id == 0 && objects.rules == ScoringRules.Corrected ? -1 : id;

        private bool IsIgnored(int d) =>
            (HasMatches && detectionMatch[d] >= 0 && ignored[detectionMatch[d]]) || (MatchId(d) == 0 && outside[d]);
    }
}
