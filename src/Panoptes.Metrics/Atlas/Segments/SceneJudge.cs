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
        var state = new SceneState(scene, rules ?? new AtlasRules());
        var pairs = state.Pairing.Take(state.Shared.Where(pair => scene.IoU(pair) > AtlasRules.Match));
        IgnoreForgiven(state);
        FindDuplicates(state);
        MergedTruths.Find(state);
        SplitTruths.Find(state);
        JudgePairs(state, pairs);
        FindBadlyBounded(state);
        UnmatchedSegments.Find(state);
        var same = pairs.Where(state.IsOfOneClass).ToArray();
        return new SceneOutcome(
            [.. state.Truth.Select(fate => fate!.Value)], [.. state.Prediction.Select(fate => fate!.Value)], state.Findings,
            same.Sum(scene.IoU), same.Length);
    }

    private static void IgnoreForgiven(SceneState state)
    {
        var scene = state.Scene;
        var forgiven = scene.OnVoid.ToArray();
        foreach (var pair in scene.Shared.Where(pair => state.Truth[pair.Truth] == SegmentFate.Ignored && state.IsOfOneClass(pair)))
        {
            forgiven[pair.Prediction] += pair.Pixels;
        }

        foreach (var p in state.FreePredictions().Where(p => forgiven[p] > AtlasRules.Inside * scene.Prediction[p].Area))
        {
            state.Prediction[p] = SegmentFate.Ignored;
        }
    }

    private static void FindDuplicates(SceneState state)
    {
        foreach (var p in state.FreePredictions())
        {
            var best = state.ByPrediction[p]
                .Where(pair => state.IsOfOneClass(pair) && state.Scene.IoU(pair) > AtlasRules.Match)
                .OrderByDescending(state.Scene.IoU).ThenBy(pair => state.Scene.Truth[pair.Truth], SceneState.Order).ToArray();
            if (best is [var pair, ..])
            {
                state.Prediction[p] = SegmentFate.Duplicate;
                state.Add(SegmentFate.Duplicate, [pair.Truth], [p], pair, state.Scene.JudgedArea(p));
            }
        }
    }

    private static void JudgePairs(SceneState state, IEnumerable<SharedPixels> pairs)
    {
        foreach (var pair in pairs)
        {
            var (t, p) = (pair.Truth, pair.Prediction);
            var fate = !state.IsOfOneClass(pair) ? SegmentFate.Confused
                : state.IsBadPair(t, p) ? SegmentFate.BadlyBounded : SegmentFate.Correct;
            var isOpen = state.Truth[t] is null && state.Prediction[p] is null;
            state.Truth[t] ??= fate;
            state.Prediction[p] ??= fate;
            if (isOpen && fate != SegmentFate.Correct)
            {
                state.Add(fate, [t], [p], pair, fate == SegmentFate.Confused ? pair.Pixels : state.OffPixels(pair));
            }
        }
    }

    private static void FindBadlyBounded(SceneState state)
    {
        var near = state.Pairing.Take(state.Shared.Where(pair => state.IsOfOneClass(pair) && state.Truth[pair.Truth] is null
            && state.Prediction[pair.Prediction] is null && state.Scene.IoU(pair) >= AtlasRules.Touch));
        foreach (var pair in near)
        {
            (state.Truth[pair.Truth], state.Prediction[pair.Prediction]) = (SegmentFate.BadlyBounded, SegmentFate.BadlyBounded);
            state.Add(SegmentFate.BadlyBounded, [pair.Truth], [pair.Prediction], pair, state.OffPixels(pair));
        }
    }
}
