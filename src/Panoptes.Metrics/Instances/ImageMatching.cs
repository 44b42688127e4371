using System.Runtime.CompilerServices;
using Panoptes.Imaging.Masks;

namespace Panoptes.Metrics;

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

    private readonly double[] overlaps;

    /// <param name="image">The image's place in the order of images.</param>
    /// <param name="truths">Ground truth in file order.</param>
    /// <param name="detections">Detections in file order.</param>
    /// <param name="kind">What overlaps are measured on.</param>
    /// <param name="most">How many detections are kept.</param>
    public ImageObjects(int image, InstanceObject[] truths, InstanceObject[] detections, OverlapKind kind, int most)
    {
        Image = image;
        Truths = truths;
        Detections = detections.Length < 2 ? detections : [.. detections.OrderByDescending(d => d.Score).Take(most)];
        overlaps = Overlaps(kind);
    }

    public int Image { get; }

    public InstanceObject[] Truths { get; }

    public InstanceObject[] Detections { get; }

    /// <summary>IoU of a detection (by falling score) and a truth (in file order).</summary>
    public double Overlap(int detection, int truth) => overlaps[(detection * Truths.Length) + truth];

    /// <summary>
    /// Matches greedily, the best-scored detection first. Outcomes are [threshold][detection]; returned is how many truths
    /// count in the range.
    /// </summary>
    public int Match(IReadOnlyList<double> thresholds, AreaRange range, Span<DetectionOutcome> outcomes)
    {
        var matching = new Matching(this, range);
        for (var i = 0; i < thresholds.Count; i++)
        {
            matching.Run(thresholds[i]);
            matching.WriteOutcomes(outcomes.Slice(i * Detections.Length, Detections.Length));
        }

        return matching.Counting;
    }

    /// <summary>The same matches with everything that pycocotools keeps of them.</summary>
    public ImageMatches Describe(IReadOnlyList<double> thresholds, AreaRange range, long image, long category)
    {
        var matching = new Matching(this, range);
        var (detectionMatch, detectionIgnored, truthMatch) = (new List<long[]>(), new List<bool[]>(), new List<long[]>());
        foreach (var threshold in thresholds)
        {
            matching.Run(threshold);
            detectionMatch.Add(matching.DetectionMatchIds());
            detectionIgnored.Add(matching.DetectionIgnored());
            truthMatch.Add(matching.TruthMatchIds());
        }

        return new ImageMatches(image, category, Detections, matching.OrderedTruths, matching.TruthIgnored, detectionMatch, detectionIgnored, truthMatch);
    }

    private double[] Overlaps(OverlapKind kind)
    {
        var values = new double[Detections.Length * Truths.Length];
        if (values.Length == 0)
        {
            return values;
        }

        var (truthBands, detectionBands) = kind == OverlapKind.Boundary
            ? (Array.ConvertAll(Truths, t => MaskBoundary.Of(t.Mask!)), Array.ConvertAll(Detections, d => MaskBoundary.Of(d.Mask!)))
            : ([], []);
        for (var d = 0; d < Detections.Length; d++)
        {
            for (var t = 0; t < Truths.Length; t++)
            {
                var (detection, truth) = (Detections[d], Truths[t]);
                values[(d * Truths.Length) + t] = kind switch
                {
                    OverlapKind.Box => detection.Box.IoU(truth.Box, truth.IsCrowd),
                    OverlapKind.Mask => MaskOverlap.IoU(detection.Mask!, truth.Mask!, truth.IsCrowd),
                    _ => Math.Min(
                        MaskOverlap.IoU(detection.Mask!, truth.Mask!, truth.IsCrowd), MaskOverlap.IoU(detectionBands[d], truthBands[t], truth.IsCrowd)),
                };
            }
        }

        return values;
    }

    /// <summary>One area range's matching, threshold after threshold in the same buffers.</summary>
    private sealed class Matching
    {
        private readonly ImageObjects objects;
        private readonly int[] order;
        private readonly bool[] outside;
        private readonly int[] truthMatch;
        private readonly int[] detectionMatch;

        public Matching(ImageObjects objects, AreaRange range)
        {
            this.objects = objects;
            var truths = objects.Truths;
            var ignored = Array.ConvertAll(truths, t => t.IsCrowd || t.Area < range.Low || t.Area > range.High);
            order = [.. Enumerable.Range(0, truths.Length).Where(t => !ignored[t]), .. Enumerable.Range(0, truths.Length).Where(t => ignored[t])];
            TruthIgnored = Array.ConvertAll(order, t => ignored[t]);
            Counting = TruthIgnored.Count(i => !i);
            outside = Array.ConvertAll(objects.Detections, d => d.Area < range.Low || d.Area > range.High);
            truthMatch = new int[truths.Length];
            detectionMatch = new int[objects.Detections.Length];
        }

        public int Counting { get; }

        public bool[] TruthIgnored { get; }

        public InstanceObject[] OrderedTruths => Array.ConvertAll(order, t => objects.Truths[t]);

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run(double threshold)
        {
            Array.Fill(truthMatch, -1);
            Array.Fill(detectionMatch, -1);
            var least = Math.Min(threshold, AlmostOne);
            for (var d = 0; d < detectionMatch.Length && order.Length > 0; d++)
            {
                var match = BestFor(d, least);
                if (match >= 0)
                {
                    (detectionMatch[d], truthMatch[match]) = (match, d);
                }
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void WriteOutcomes(Span<DetectionOutcome> outcomes)
        {
            for (var d = 0; d < outcomes.Length; d++)
            {
                outcomes[d] = IsIgnored(d) ? DetectionOutcome.Ignored : MatchId(d) != 0 ? DetectionOutcome.Right : DetectionOutcome.Wrong;
            }
        }

        public long[] DetectionMatchIds() => [.. Enumerable.Range(0, detectionMatch.Length).Select(MatchId)];

        public bool[] DetectionIgnored() => [.. Enumerable.Range(0, detectionMatch.Length).Select(IsIgnored)];

        public long[] TruthMatchIds() => Array.ConvertAll(truthMatch, d => d < 0 ? 0 : objects.Detections[d].Id);

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
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
                if (match >= 0 && !TruthIgnored[match] && TruthIgnored[t])
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

        // A match with an annotation whose id is 0 reads as none.
        private long MatchId(int d) => detectionMatch[d] < 0 ? 0 : objects.Truths[order[detectionMatch[d]]].Id;

        private bool IsIgnored(int d) => (detectionMatch[d] >= 0 && TruthIgnored[detectionMatch[d]]) || (MatchId(d) == 0 && outside[d]);
    }
}
