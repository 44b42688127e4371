namespace Panoptes.Metrics.Atlas.Segments;

/// <summary>What is known of a scene's segments while it is judged.</summary>
internal sealed class SceneState
{
    private readonly AtlasRules rules;

    public SceneState(AtlasScene scene, AtlasRules rules)
    {
        (Scene, this.rules, Pairing) = (scene, rules, new SegmentPairing(scene));
        (Truth, Prediction) = (new SegmentFate?[scene.Truth.Count], new SegmentFate?[scene.Prediction.Count]);
        for (var t = 0; t < Truth.Length; t++)
        {
            Truth[t] = scene.Truth[t].IsCrowd || scene.Truth[t].Area < rules.LeastArea ? SegmentFate.Ignored : null;
        }

        for (var p = 0; p < Prediction.Length; p++)
        {
            Prediction[p] = scene.JudgedArea(p) < Math.Max(1, rules.LeastArea) ? SegmentFate.Ignored : null;
        }

        Shared = [.. scene.Shared.Where(pair => Truth[pair.Truth] is null && Prediction[pair.Prediction] is null)];
        (ByTruth, ByPrediction) = (Shared.ToLookup(pair => pair.Truth), Shared.ToLookup(pair => pair.Prediction));
    }

    /// <summary>An order that does not depend on how segments are listed.</summary>
    public static Comparer<AtlasSegment> Order { get; } = Comparer<AtlasSegment>.Create(SegmentPairing.Compare);

    public AtlasScene Scene { get; }

    /// <summary>Fates of the truth's segments so far; null for none yet.</summary>
    public SegmentFate?[] Truth { get; }

    /// <summary>Fates of the predicted segments so far.</summary>
    public SegmentFate?[] Prediction { get; }

    public SegmentPairing Pairing { get; }

    public List<SceneFinding> Findings { get; } = [];

    /// <summary>Pairs of segments that are not ignored from the start.</summary>
    public IReadOnlyList<SharedPixels> Shared { get; }

    /// <summary>The same by the truth's place.</summary>
    public ILookup<int, SharedPixels> ByTruth { get; }

    /// <summary>The same by the prediction's place.</summary>
    public ILookup<int, SharedPixels> ByPrediction { get; }

    public bool IsOfOneClass(SharedPixels pair) => Scene.Truth[pair.Truth].Class == Scene.Prediction[pair.Prediction].Class;

    /// <summary>Predictions without a fate and without a pair.</summary>
    public IEnumerable<int> FreePredictions() =>
        Enumerable.Range(0, Prediction.Length).Where(p => Prediction[p] is null && Pairing.PredictionPartner[p] < 0);

    /// <summary>Whether a pair of one class is badly bounded.</summary>
    public bool IsBadPair(int t, int p)
    {
        var pair = ByTruth[t].First(pair => pair.Prediction == p);
        return Scene.IoU(pair) < rules.BoundedIoU || Scene.BoundaryIoU(t, p) < rules.BoundedEdge;
    }

    /// <summary>Pixels that only one of two segments has.</summary>
    public long OffPixels(SharedPixels pair) =>
        Scene.Truth[pair.Truth].Area + Scene.JudgedArea(pair.Prediction) - (2 * pair.Pixels);

    /// <summary>Adds an error about segments of both sides.</summary>
    public void Add(SegmentFate kind, int[] truths, int[] predictions, SharedPixels? pair, long pixels)
    {
        var (overlap, edge) = pair is { } known
            ? (Scene.IoU(known), Scene.BoundaryIoU(known.Truth, known.Prediction))
            : (double.NaN, double.NaN);
        Findings.Add(new SceneFinding(
            kind, Scene.Truth[truths[0]].Class, Scene.Prediction[predictions[0]].Class, truths, predictions, overlap, edge, pixels));
    }
}
