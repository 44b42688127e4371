namespace Panoptes.Metrics.Atlas.Segments;

/// <summary>
/// Predictions without a pair that lie in a truth of their class which another one found, or which several of them cover.
/// </summary>
internal static class SplitTruths
{
    /// <summary>Finds them; each belongs to the truth that has most of it.</summary>
    public static void Find(SceneState state)
    {
        var scene = state.Scene;
        SharedPixels[] Around(int p) =>
        [
            .. state.ByPrediction[p].Where(pair => state.IsOfOneClass(pair) && pair.Pixels >= AtlasRules.Inside * scene.JudgedArea(p))
                .OrderByDescending(pair => pair.Pixels).ThenBy(pair => scene.Truth[pair.Truth], SceneState.Order).Take(1),
        ];
        foreach (var group in state.FreePredictions().SelectMany(Around).ToLookup(pair => pair.Truth))
        {
            Judge(state, group.Key, [.. group]);
        }
    }

    private static void Judge(SceneState state, int t, SharedPixels[] parts)
    {
        var (scene, partner) = (state.Scene, state.Pairing.TruthPartner[t]);
        var isFound = partner >= 0 && scene.Prediction[partner].Class == scene.Truth[t].Class;
        var isCovered = state.Truth[t] is null && partner < 0 && parts.Length > 1
            && parts.Sum(part => part.Pixels) >= AtlasRules.Inside * scene.Truth[t].Area;
        if (!isFound && !isCovered)
        {
            return;
        }

        foreach (var part in parts)
        {
            state.Prediction[part.Prediction] = SegmentFate.Split;
        }

        if (!isFound)
        {
            state.Truth[t] = SegmentFate.Split;
        }
        else if (state.Truth[t] is null && state.Prediction[partner] is null && state.IsBadPair(t, partner))
        {
            (state.Truth[t], state.Prediction[partner]) = (SegmentFate.Split, SegmentFate.Split);
        }

        int[] all = [.. isFound ? [partner] : Array.Empty<int>(), .. parts.Select(part => part.Prediction)];
        state.Add(
            SegmentFate.Split, [t], [.. all.OrderBy(p => scene.Prediction[p], SceneState.Order)], null,
            isFound ? parts.Sum(part => part.Pixels) : scene.Truth[t].Area);
    }
}
