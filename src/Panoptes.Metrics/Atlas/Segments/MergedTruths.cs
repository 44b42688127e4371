namespace Panoptes.Metrics.Atlas.Segments;

/// <summary>
/// Truths that nothing found, and that lie in a prediction of their class together with another truth of the class.
/// </summary>
internal static class MergedTruths
{
    /// <summary>Finds them; each belongs to the prediction that has most of it.</summary>
    public static void Find(SceneState state)
    {
        var scene = state.Scene;
        bool LiesInside(SharedPixels pair) =>
            state.IsOfOneClass(pair) && pair.Pixels >= AtlasRules.Inside * scene.Truth[pair.Truth].Area;
        var around = state.Shared.Where(LiesInside).ToLookup(pair => pair.Prediction);
        SharedPixels[] Around(int t) =>
        [
            .. state.ByTruth[t]
                .Where(pair => LiesInside(pair) && around[pair.Prediction].Count() > 1 && state.Prediction[pair.Prediction] is null)
                .OrderByDescending(pair => pair.Pixels).ThenBy(pair => scene.Prediction[pair.Prediction], SceneState.Order).Take(1),
        ];
        var lost = Enumerable.Range(0, state.Truth.Length)
            .Where(t => state.Truth[t] is null && state.Pairing.TruthPartner[t] < 0).SelectMany(Around).ToLookup(pair => pair.Prediction);
        foreach (var group in lost)
        {
            foreach (var pair in group)
            {
                state.Truth[pair.Truth] = SegmentFate.Merged;
            }

            TakePartner(state, group.Key);
            int[] truths = [.. around[group.Key].Select(pair => pair.Truth).OrderBy(t => scene.Truth[t], SceneState.Order)];
            state.Add(SegmentFate.Merged, truths, [group.Key], null, group.Sum(pair => pair.Pixels));
        }
    }

    // That the prediction is too large for the truth that it is paired with is explained by the others.
    private static void TakePartner(SceneState state, int p)
    {
        var partner = state.Pairing.PredictionPartner[p];
        if (partner < 0)
        {
            state.Prediction[p] = SegmentFate.Merged;
        }
        else if (state.Scene.Truth[partner].Class == state.Scene.Prediction[p].Class && state.IsBadPair(partner, p))
        {
            (state.Truth[partner], state.Prediction[p]) = (SegmentFate.Merged, SegmentFate.Merged);
        }
    }
}
