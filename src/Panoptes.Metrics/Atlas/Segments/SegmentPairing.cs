namespace Panoptes.Metrics.Atlas.Segments;

/// <summary>
/// One-to-one pairs of a scene's segments, the largest overlap first. Ties go by place and size, so that the order in which segments are
/// listed changes nothing.
/// </summary>
internal sealed class SegmentPairing
{
    private readonly AtlasScene scene;

    public SegmentPairing(AtlasScene scene)
    {
        this.scene = scene;
        TruthPartner = new int[scene.Truth.Count];
        PredictionPartner = new int[scene.Prediction.Count];
        TruthPartner.AsSpan().Fill(-1);
        PredictionPartner.AsSpan().Fill(-1);
    }

    /// <summary>By truth: the prediction that it is paired with; -1 for none.</summary>
    public int[] TruthPartner { get; }

    /// <summary>By prediction: its truth; -1 for none.</summary>
    public int[] PredictionPartner { get; }

    /// <summary>Pairs what is free.</summary>
    /// <param name="candidates">Pairs that may be taken.</param>
    /// <returns>Those that were, by falling IoU, equal classes first.</returns>
    public List<SharedPixels> Take(IEnumerable<SharedPixels> candidates)
    {
        var taken = new List<SharedPixels>();
        foreach (var pair in candidates
            .OrderByDescending(pair => scene.Truth[pair.Truth].Class == scene.Prediction[pair.Prediction].Class)
            .ThenByDescending(scene.IoU)
            .ThenBy(pair => scene.Truth[pair.Truth], Comparer<AtlasSegment>.Create(Compare))
            .ThenBy(pair => scene.Prediction[pair.Prediction], Comparer<AtlasSegment>.Create(Compare)))
        {
            if (TruthPartner[pair.Truth] < 0 && PredictionPartner[pair.Prediction] < 0)
            {
                (TruthPartner[pair.Truth], PredictionPartner[pair.Prediction]) = (pair.Prediction, pair.Truth);
                taken.Add(pair);
            }
        }

        return taken;
    }

    /// <summary>An order of segments that does not depend on how they are listed: the surest first, then by place.</summary>
    public static int Compare(AtlasSegment? a, AtlasSegment? b)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        return b.Score.CompareTo(a.Score) is var byScore and not 0 ? byScore
            : a.First.CompareTo(b.First) is var byPlace and not 0 ? byPlace
            : a.Area.CompareTo(b.Area) is var byArea and not 0 ? byArea
            : a.Class.CompareTo(b.Class);
    }
}
