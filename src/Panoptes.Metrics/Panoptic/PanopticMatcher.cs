using Panoptes.Foundation;

namespace Panoptes.Metrics.Panoptic;

/// <summary>How unlabeled pixels are treated.</summary>
public enum VoidRule
{
    /// <summary>
    /// panopticapi: void of the ground truth leaves the union; an unmatched prediction that is more than half void, or crowd
    /// of its class, is forgiven; void in the prediction is simply wrong.
    /// </summary>
    Official,

    /// <summary>
    /// torchmetrics as CUPS uses it, in float32: void of the prediction leaves the union too, and a ground-truth segment
    /// that is more than half void in the prediction is not missed. There are no crowds: they count as void.
    /// </summary>
    TorchMetrics,
}

/// <summary>Which crowd pixels forgive an unmatched prediction under <see cref="VoidRule.Official"/>.</summary>
public enum CrowdRule
{
    /// <summary>As panopticapi: only the crowd of its category that the image lists last.</summary>
    LastOfCategory,

    /// <summary>All crowds of its category.</summary>
    AllOfCategory,
}

/// <summary>A matched pair of segments.</summary>
/// <param name="Truth">Index in <see cref="PanopticTable.Truth"/>.</param>
/// <param name="Prediction">Index in <see cref="PanopticTable.Prediction"/>.</param>
/// <param name="Pixels">Pixels that they share.</param>
/// <param name="IoU">Their IoU by the rule, above 0.5.</param>
public readonly record struct SegmentMatch(int Truth, int Prediction, long Pixels, double IoU);

/// <summary>What became of every segment of an image.</summary>
/// <param name="Matches">True positives, in ascending (truth id, predicted id).</param>
/// <param name="Missed">False negatives, as indices of truth segments.</param>
/// <param name="Wrong">False positives, as indices of predicted segments.</param>
public sealed record PanopticMatches(IReadOnlyList<SegmentMatch> Matches, IReadOnlyList<int> Missed, IReadOnlyList<int> Wrong)
{
    /// <summary>Panoptic quality over all segments together, classes not told apart; NaN where there is no segment.</summary>
    public double Quality => Matches.Sum(match => match.IoU) / (Matches.Count + (0.5 * (Missed.Count + Wrong.Count)));
}

/// <summary>
/// Matches the segments of one image: same category, no crowd, IoU above 0.5 (Kirillov et al. 2019, "Panoptic
/// Segmentation"; panopticapi <c>evaluation.py</c>, torchmetrics <c>_panoptic_quality_common.py</c>).
/// </summary>
public static class PanopticMatcher
{
    /// <summary>Matches by the rules given.</summary>
    /// <exception cref="InputException">A listed area makes a union of 0 pixels.</exception>
    public static PanopticMatches Match(
        PanopticTable table, VoidRule voidRule = VoidRule.Official, CrowdRule crowdRule = CrowdRule.LastOfCategory)
    {
        ArgumentNullException.ThrowIfNull(table);
        return new Matching(table).Run(voidRule, crowdRule);
    }

    private sealed class Matching
    {
        private readonly PanopticTable table;
        private readonly Dictionary<int, int> truthIndex = [];
        private readonly Dictionary<int, int> predictionIndex = [];
        private readonly long[] voidUnderPrediction;
        private readonly long[] voidOverTruth;
        private readonly long[] truthPixels;
        private readonly bool[] truthMatched;
        private readonly bool[] predictionMatched;
        private readonly List<SegmentMatch> matches = [];

        public Matching(PanopticTable table)
        {
            this.table = table;
            for (var i = 0; i < table.Truth.Length; i++)
            {
                truthIndex[table.Truth[i].Id] = i;
            }

            for (var i = 0; i < table.Prediction.Length; i++)
            {
                predictionIndex[table.Prediction[i].Id] = i;
            }

            (voidOverTruth, truthPixels, truthMatched) = (
                new long[table.Truth.Length], new long[table.Truth.Length], new bool[table.Truth.Length]);
            (voidUnderPrediction, predictionMatched) = (new long[table.Prediction.Length], new bool[table.Prediction.Length]);
        }

        public PanopticMatches Run(VoidRule voidRule, CrowdRule crowdRule)
        {
            var official = voidRule == VoidRule.Official;
            SumVoid(official);
            foreach (var pair in table.Pairs)
            {
                if (truthIndex.TryGetValue(pair.Truth, out var t) && predictionIndex.TryGetValue(pair.Prediction, out var p)
                    && !table.Truth[t].IsCrowd && table.Truth[t].Category == table.Prediction[p].Category)
                {
                    Try(pair.Pixels, t, p, official);
                }
            }

            var missed = Enumerable.Range(0, table.Truth.Length)
                .Where(t => official ? !truthMatched[t] && !table.Truth[t].IsCrowd : IsMissedUnderTorchMetrics(t));
            var forgiven = official ? ForgivenByCrowds(crowdRule) : [];
            var wrong = Enumerable.Range(0, table.Prediction.Length)
                .Where(p => !predictionMatched[p] && !IsForgiven(p, forgiven, official));
            return new PanopticMatches(matches, [.. missed], [.. wrong]);
        }

        private void SumVoid(bool official)
        {
            foreach (var pair in table.Pairs)
            {
                var hasTruth = truthIndex.TryGetValue(pair.Truth, out var t);
                var hasPrediction = predictionIndex.TryGetValue(pair.Prediction, out var p);
                if (hasTruth)
                {
                    truthPixels[t] += pair.Pixels;
                    voidOverTruth[t] += hasPrediction ? 0 : pair.Pixels;
                }

                var isVoid = official ? pair.Truth == 0 : !hasTruth || table.Truth[t].IsCrowd;
                if (hasPrediction && isVoid)
                {
                    voidUnderPrediction[p] += pair.Pixels;
                }
            }
        }

        private void Try(long shared, int t, int p, bool official)
        {
            var union = official
                ? table.Prediction[p].Area + table.Truth[t].Area - shared - voidUnderPrediction[p]
                : table.Prediction[p].Area - voidUnderPrediction[p] + truthPixels[t] - voidOverTruth[t] - shared;
            if (union == 0)
            {
                throw new InputException(
                    $"segment {table.Truth[t].Id}", $"an area of {table.Truth[t].Area} pixels that makes an empty union",
                    "the area that the segment has in its PNG", "correct the area in the annotation file");
            }

            var iou = official ? (double)shared / union : (float)shared / (float)union;
            if (iou > 0.5)
            {
                matches.Add(new SegmentMatch(t, p, shared, iou));
                (truthMatched[t], predictionMatched[p]) = (true, true);
            }
        }

        private bool IsMissedUnderTorchMetrics(int t) =>
            !truthMatched[t] && !table.Truth[t].IsCrowd && truthPixels[t] > 0 && (float)voidOverTruth[t] / (float)truthPixels[t] <= 0.5f;

        private Dictionary<int, List<int>> ForgivenByCrowds(CrowdRule rule)
        {
            var crowds = new Dictionary<int, List<int>>();
            foreach (var segment in table.Truth)
            {
                if (!segment.IsCrowd)
                {
                    continue;
                }

                if (rule == CrowdRule.LastOfCategory || !crowds.TryGetValue(segment.Category, out var ids))
                {
                    crowds[segment.Category] = ids = [];
                }

                ids.Add(segment.Id);
            }

            return crowds;
        }

        private bool IsForgiven(int p, Dictionary<int, List<int>> crowds, bool official)
        {
            var (segment, ignored) = (table.Prediction[p], voidUnderPrediction[p]);
            if (!official)
            {
                return (float)ignored / (float)segment.Area > 0.5f;
            }

            if (crowds.TryGetValue(segment.Category, out var ids))
            {
                foreach (var pair in table.Pairs)
                {
                    ignored += pair.Prediction == segment.Id && ids.Contains(pair.Truth) ? pair.Pixels : 0;
                }
            }

            return (double)ignored / segment.Area > 0.5;
        }
    }
}
