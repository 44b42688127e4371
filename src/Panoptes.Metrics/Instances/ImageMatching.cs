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

/// <summary>All objects of one category in one image, and their overlaps.</summary>
internal sealed class ImageObjects
{
    private readonly double[] overlaps;

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
        Rules = options.Rules;
        Truths = truths;
        Detections = ByScore(detections, most);
        overlaps = Overlaps(options.Overlap, maskOf);
        foreach (var overlap in overlaps)
        {
            Highest = Math.Max(Highest, overlap);
        }
    }

    public int Image { get; }

    public ScoringRules Rules { get; }

    /// <summary>The largest overlap of any two; -infinity where there are no two.</summary>
    public double Highest { get; } = double.NegativeInfinity;

    public InstanceObject[] Truths { get; }

    public InstanceObject[] Detections { get; }

    /// <summary>IoU of a detection (by falling score) and a truth (in file order).</summary>
    public double Overlap(int detection, int truth) => overlaps[(detection * Truths.Length) + truth];

    /// <summary>Everything that pycocotools keeps of the matches in one area range.</summary>
    public ImageMatches Describe(IReadOnlyList<double> thresholds, AreaRange range, long image, long category)
    {
        var matching = new GreedyMatching();
        matching.Open(this);
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
        BoxOf(detection) is not { } one || BoxOf(truth) is not { } other || one.IoU(other, truth.IsCrowd) > 0;

    private static MaskBox? BoxOf(InstanceObject of) => of.Extent?.Box ?? of.Mask?.Box;

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
}
