namespace Panoptes.Metrics.Atlas.Segments;

/// <summary>What is left when all else is judged: missed truths and invented predictions.</summary>
internal static class UnmatchedSegments
{
    /// <summary>Finds them, and says what they are taken for or lie on; for that, segments of any size count.</summary>
    public static void Find(SceneState state)
    {
        var scene = state.Scene;
        var (onTruth, underPrediction) = (scene.Shared.ToLookup(pair => pair.Truth), scene.Shared.ToLookup(pair => pair.Prediction));
        for (var t = 0; t < state.Truth.Length; t++)
        {
            if (state.Truth[t] is null)
            {
                state.Truth[t] = SegmentFate.Missed;
                var area = scene.Truth[t].Area;
                var other = Most(onTruth[t].Select(pair => (scene.Prediction[pair.Prediction].Class, pair.Pixels)), area);
                state.Findings.Add(new SceneFinding(
                    SegmentFate.Missed, scene.Truth[t].Class, other, [t], [], double.NaN, double.NaN, area));
            }
        }

        for (var p = 0; p < state.Prediction.Length; p++)
        {
            if (state.Prediction[p] is null)
            {
                state.Prediction[p] = SegmentFate.Invented;
                var area = scene.JudgedArea(p);
                var other = Most(underPrediction[p].Select(pair => (scene.Truth[pair.Truth].Class, pair.Pixels)), area);
                state.Findings.Add(new SceneFinding(
                    SegmentFate.Invented, other, scene.Prediction[p].Class, [], [p], double.NaN, double.NaN, area));
            }
        }
    }

    // The class of most pixels; -1 where more lie on no segment.
    private static int Most(IEnumerable<(int Class, long Pixels)> parts, long area)
    {
        var sums = parts.GroupBy(part => part.Class).Select(group => (Class: group.Key, Pixels: group.Sum(part => part.Pixels)))
            .OrderByDescending(sum => sum.Pixels).ThenBy(sum => sum.Class).ToArray();
        return sums.Length > 0 && sums[0].Pixels >= area - sums.Sum(sum => sum.Pixels) ? sums[0].Class : -1;
    }
}
