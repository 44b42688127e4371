namespace Panoptes.Metrics.Atlas.Segments;

/// <summary>
/// Tells what became of every segment of an image. In this order: crowds and small segments are ignored; truths and predictions with an
/// IoU above 0.5 are pairs, those of one class first; a prediction that is left and lies mostly where nothing is judged is ignored; one
/// that overlaps a found truth of its class by an IoU above 0.5 is a duplicate; truths are merged, then split; what is left of one class
/// and overlaps by an IoU of 0.1 is badly bounded; the rest is missed or invented. docs/atlas.md has the whole list.
/// </summary>
public static class SceneJudge
{
    /// <summary>Judges an image.</summary>
    /// <param name="scene">Its segments.</param>
    /// <param name="rules">The limits; the usual ones where null.</param>
    public static SceneOutcome Judge(AtlasScene scene, AtlasRules? rules = null)
    {
        ArgumentNullException.ThrowIfNull(scene);
        return new Judging(scene, rules ?? new AtlasRules()).Run();
    }

    private sealed class Judging
    {
        private readonly AtlasScene scene;
        private readonly AtlasRules rules;
        private readonly SegmentFate?[] truth;
        private readonly SegmentFate?[] prediction;
        private readonly SegmentPairing pairing;
        private readonly SharedPixels[] shared;
        private readonly ILookup<int, SharedPixels> byTruth;
        private readonly ILookup<int, SharedPixels> byPrediction;
        private readonly List<SceneFinding> findings = [];

        public Judging(AtlasScene scene, AtlasRules rules)
        {
            (this.scene, this.rules) = (scene, rules);
            (truth, prediction) = (new SegmentFate?[scene.Truth.Count], new SegmentFate?[scene.Prediction.Count]);
            pairing = new SegmentPairing(scene);
            for (var t = 0; t < truth.Length; t++)
            {
                truth[t] = scene.Truth[t].IsCrowd || scene.Truth[t].Area < rules.LeastArea ? SegmentFate.Ignored : null;
            }

            for (var p = 0; p < prediction.Length; p++)
            {
                prediction[p] = scene.JudgedArea(p) < Math.Max(1, rules.LeastArea) ? SegmentFate.Ignored : null;
            }

            shared = [.. scene.Shared.Where(pair => truth[pair.Truth] is null && prediction[pair.Prediction] is null)];
            (byTruth, byPrediction) = (shared.ToLookup(pair => pair.Truth), shared.ToLookup(pair => pair.Prediction));
        }

        public SceneOutcome Run()
        {
            var pairs = pairing.Take(shared.Where(pair => scene.IoU(pair) > AtlasRules.Match));
            IgnoreForgiven();
            FindDuplicates();
            FindMerged();
            FindSplit();
            JudgePairs(pairs);
            FindBadlyBounded();
            FindTheRest();
            var same = pairs.Where(IsOfOneClass).ToArray();
            return new SceneOutcome(
                [.. truth.Select(fate => fate!.Value)], [.. prediction.Select(fate => fate!.Value)], findings, same.Sum(scene.IoU),
                same.Length);
        }

        private bool IsOfOneClass(SharedPixels pair) => scene.Truth[pair.Truth].Class == scene.Prediction[pair.Prediction].Class;

        private bool IsFree(int p) => prediction[p] is null && pairing.PredictionPartner[p] < 0;

        private void IgnoreForgiven()
        {
            var forgiven = scene.OnVoid.ToArray();
            foreach (var pair in scene.Shared.Where(pair => truth[pair.Truth] == SegmentFate.Ignored && IsOfOneClass(pair)))
            {
                forgiven[pair.Prediction] += pair.Pixels;
            }

            for (var p = 0; p < forgiven.Length; p++)
            {
                if (IsFree(p) && forgiven[p] > AtlasRules.Inside * scene.Prediction[p].Area)
                {
                    prediction[p] = SegmentFate.Ignored;
                }
            }
        }

        private void FindDuplicates()
        {
            foreach (var p in Free())
            {
                var best = byPrediction[p].Where(pair => IsOfOneClass(pair) && scene.IoU(pair) > AtlasRules.Match)
                    .OrderByDescending(scene.IoU).ThenBy(pair => scene.Truth[pair.Truth], Order).ToArray();
                if (best is [var pair, ..])
                {
                    prediction[p] = SegmentFate.Duplicate;
                    Add(SegmentFate.Duplicate, [pair.Truth], [p], pair, scene.JudgedArea(p));
                }
            }
        }

        // A truth that nothing found and that lies in a prediction of its class, together with another truth of the class.
        private void FindMerged()
        {
            bool LiesInside(SharedPixels pair) =>
                IsOfOneClass(pair) && pair.Pixels >= AtlasRules.Inside * scene.Truth[pair.Truth].Area;
            var around = shared.Where(LiesInside).ToLookup(pair => pair.Prediction);
            var groups = Enumerable.Range(0, truth.Length).Where(t => truth[t] is null && pairing.TruthPartner[t] < 0)
                .Select(t => byTruth[t].Where(pair => LiesInside(pair) && around[pair.Prediction].Count() > 1 && IsUsable(pair.Prediction))
                    .OrderByDescending(pair => pair.Pixels).ThenBy(pair => scene.Prediction[pair.Prediction], Order).Take(1).ToArray())
                .Where(best => best.Length > 0).GroupBy(best => best[0].Prediction, best => best[0]);
            foreach (var group in groups.ToList())
            {
                var p = group.Key;
                foreach (var lost in group)
                {
                    truth[lost.Truth] = SegmentFate.Merged;
                }

                var partner = pairing.PredictionPartner[p];
                if (partner < 0 || (scene.Truth[partner].Class == scene.Prediction[p].Class && IsBadPair(partner, p)))
                {
                    prediction[p] = SegmentFate.Merged;
                    if (partner >= 0)
                    {
                        truth[partner] = SegmentFate.Merged;
                    }
                }

                Add(SegmentFate.Merged, InOrder(around[p].Select(pair => pair.Truth)), [p], null, group.Sum(lost => lost.Pixels));
            }

            bool IsUsable(int p) => prediction[p] is null;
        }

        private void FindSplit()
        {
            var inside = Free()
                .Select(p => byPrediction[p].Where(pair => IsOfOneClass(pair) && pair.Pixels >= AtlasRules.Inside * scene.JudgedArea(p))
                    .OrderByDescending(pair => pair.Pixels).ThenBy(pair => scene.Truth[pair.Truth], Order).Take(1).ToArray())
                .Where(best => best.Length > 0).Select(best => best[0]).GroupBy(pair => pair.Truth);
            foreach (var group in inside.ToList())
            {
                var (t, parts) = (group.Key, group.ToArray());
                var partner = pairing.TruthPartner[t];
                var isFound = partner >= 0 && scene.Prediction[partner].Class == scene.Truth[t].Class;
                var isSplit = isFound || (truth[t] is null && partner < 0 && parts.Length > 1
                    && parts.Sum(part => part.Pixels) >= AtlasRules.Inside * scene.Truth[t].Area);
                if (!isSplit)
                {
                    continue;
                }

                foreach (var part in parts)
                {
                    prediction[part.Prediction] = SegmentFate.Split;
                }

                if (!isFound)
                {
                    truth[t] = SegmentFate.Split;
                }
                else if (truth[t] is null && prediction[partner] is null && IsBadPair(t, partner))
                {
                    (truth[t], prediction[partner]) = (SegmentFate.Split, SegmentFate.Split);
                }

                int[] all = [.. isFound ? [partner] : Array.Empty<int>(), .. parts.Select(part => part.Prediction)];
                Add(SegmentFate.Split, [t], InPredictedOrder(all), null, isFound ? parts.Sum(part => part.Pixels) : scene.Truth[t].Area);
            }
        }

        private void JudgePairs(List<SharedPixels> pairs)
        {
            foreach (var pair in pairs)
            {
                var (t, p) = (pair.Truth, pair.Prediction);
                var fate = !IsOfOneClass(pair) ? SegmentFate.Confused : IsBadPair(t, p) ? SegmentFate.BadlyBounded : SegmentFate.Correct;
                var isOpen = truth[t] is null && prediction[p] is null;
                truth[t] ??= fate;
                prediction[p] ??= fate;
                if (isOpen && fate != SegmentFate.Correct)
                {
                    Add(fate, [t], [p], pair, fate == SegmentFate.Confused ? pair.Pixels : OffPixels(pair));
                }
            }
        }

        private void FindBadlyBounded()
        {
            var near = pairing.Take(shared.Where(pair => IsOfOneClass(pair) && truth[pair.Truth] is null
                && prediction[pair.Prediction] is null && scene.IoU(pair) >= AtlasRules.Touch));
            foreach (var pair in near)
            {
                (truth[pair.Truth], prediction[pair.Prediction]) = (SegmentFate.BadlyBounded, SegmentFate.BadlyBounded);
                Add(SegmentFate.BadlyBounded, [pair.Truth], [pair.Prediction], pair, OffPixels(pair));
            }
        }

        // What lies on the rest counts whatever its size: it says what they are taken for.
        private void FindTheRest()
        {
            var (onTruth, underPrediction) = (scene.Shared.ToLookup(pair => pair.Truth), scene.Shared.ToLookup(pair => pair.Prediction));
            for (var t = 0; t < truth.Length; t++)
            {
                if (truth[t] is null)
                {
                    truth[t] = SegmentFate.Missed;
                    var classes = onTruth[t].Select(pair => (scene.Prediction[pair.Prediction].Class, pair.Pixels));
                    findings.Add(new SceneFinding(
                        SegmentFate.Missed, scene.Truth[t].Class, Most(classes, scene.Truth[t].Area), [t], [], double.NaN, double.NaN,
                        scene.Truth[t].Area));
                }
            }

            for (var p = 0; p < prediction.Length; p++)
            {
                if (prediction[p] is null)
                {
                    prediction[p] = SegmentFate.Invented;
                    var classes = underPrediction[p].Select(pair => (scene.Truth[pair.Truth].Class, pair.Pixels));
                    findings.Add(new SceneFinding(
                        SegmentFate.Invented, Most(classes, scene.JudgedArea(p)), scene.Prediction[p].Class, [], [p], double.NaN,
                        double.NaN, scene.JudgedArea(p)));
                }
            }
        }

        // The class of most pixels, or none where most lie on no segment.
        private static int Most(IEnumerable<(int Class, long Pixels)> parts, long area)
        {
            var sums = parts.GroupBy(part => part.Class).Select(group => (Class: group.Key, Pixels: group.Sum(part => part.Pixels)))
                .OrderByDescending(sum => sum.Pixels).ThenBy(sum => sum.Class).ToArray();
            return sums.Length > 0 && sums[0].Pixels >= area - sums.Sum(sum => sum.Pixels) ? sums[0].Class : -1;
        }

        private bool IsBadPair(int t, int p)
        {
            var pair = byTruth[t].First(pair => pair.Prediction == p);
            return scene.IoU(pair) < rules.BoundedIoU || scene.BoundaryIoU(t, p) < rules.BoundedEdge;
        }

        private long OffPixels(SharedPixels pair) =>
            scene.Truth[pair.Truth].Area + scene.JudgedArea(pair.Prediction) - (2 * pair.Pixels);

        private void Add(SegmentFate kind, int[] truths, int[] predictions, SharedPixels? pair, long pixels)
        {
            var (overlap, edge) = pair is { } known
                ? (scene.IoU(known), scene.BoundaryIoU(known.Truth, known.Prediction))
                : (double.NaN, double.NaN);
            findings.Add(new SceneFinding(
                kind, scene.Truth[truths[0]].Class, scene.Prediction[predictions[0]].Class, truths, predictions, overlap, edge, pixels));
        }

        private IEnumerable<int> Free() => Enumerable.Range(0, prediction.Length).Where(IsFree);

        private static Comparer<AtlasSegment> Order { get; } = Comparer<AtlasSegment>.Create(SegmentPairing.Compare);

        private int[] InOrder(IEnumerable<int> truths) => [.. truths.OrderBy(t => scene.Truth[t], Order)];

        private int[] InPredictedOrder(IEnumerable<int> predictions) => [.. predictions.OrderBy(p => scene.Prediction[p], Order)];
    }
}
