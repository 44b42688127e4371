using Panoptes.Imaging.Masks;
using Panoptes.Metrics.Atlas.Counting;
using Panoptes.Metrics.Atlas.Frames;
using Panoptes.Metrics.Atlas.Segments;

namespace Panoptes.Metrics.Tests.Atlas;

public sealed class SceneJudgeLaws
{
    [Fact]
    public void Every_segment_has_one_fate_that_fits_its_side() => Scenes.Check(patches =>
    {
        var scene = patches.Frame().Scene;
        var outcome = SceneJudge.Judge(scene);
        Assert.Equal(scene.Truth.Count, outcome.Truth.Count);
        Assert.Equal(scene.Prediction.Count, outcome.Prediction.Count);
        Assert.DoesNotContain(outcome.Truth, fate => fate is SegmentFate.Invented or SegmentFate.Duplicate);
        Assert.DoesNotContain(outcome.Prediction, fate => fate is SegmentFate.Missed or SegmentFate.Duplicate);
        for (var t = 0; t < scene.Truth.Count; t++)
        {
            Assert.Equal(scene.Truth[t].IsCrowd, outcome.Truth[t] == SegmentFate.Ignored);
        }
    });

    [Fact]
    public void Findings_are_as_many_as_the_segments_that_have_their_fate() => Scenes.Check(patches =>
    {
        var outcome = SceneJudge.Judge(patches.Frame().Scene);
        SceneFinding[] Of(SegmentFate kind) => [.. outcome.Findings.Where(finding => finding.Kind == kind)];
        int Truths(SegmentFate fate) => outcome.Truth.Count(one => one == fate);
        int Predictions(SegmentFate fate) => outcome.Prediction.Count(one => one == fate);
        Assert.Equal(Truths(SegmentFate.Missed), Of(SegmentFate.Missed).Length);
        Assert.Equal(Predictions(SegmentFate.Invented), Of(SegmentFate.Invented).Length);
        foreach (var pair in new[] { SegmentFate.Confused, SegmentFate.BadlyBounded })
        {
            Assert.Equal(Truths(pair), Of(pair).Length);
            Assert.Equal(Predictions(pair), Of(pair).Length);
        }

        Assert.Equal(Truths(SegmentFate.Correct), Predictions(SegmentFate.Correct));
        var merged = Of(SegmentFate.Merged).SelectMany(finding => finding.Truths).Distinct().ToHashSet();
        Assert.All(Places(outcome.Truth, SegmentFate.Merged), t => Assert.Contains(t, merged));
        Assert.All(Of(SegmentFate.Merged), finding => Assert.True(finding.Truths.Count > 1 && finding.Predictions.Count == 1));
        var parts = Of(SegmentFate.Split).SelectMany(finding => finding.Predictions).ToHashSet();
        Assert.All(Places(outcome.Prediction, SegmentFate.Split), p => Assert.Contains(p, parts));
        Assert.All(Of(SegmentFate.Split), finding => Assert.True(finding.Predictions.Count > 1 && finding.Truths.Count == 1));
        Assert.All(outcome.Findings, finding => Assert.True(finding.Pixels > 0));
    });

    [Fact]
    public void A_perfect_prediction_has_no_finding() => Scenes.Check(patches =>
    {
        var truth = patches.Truth.Select(patch => patch with { IsCrowd = false }).ToList();
        var outcome = SceneJudge.Judge((patches with { Truth = truth, Prediction = truth }).Frame().Scene);
        Assert.Empty(outcome.Findings);
        Assert.All(outcome.Truth.Concat(outcome.Prediction), fate => Assert.Equal(SegmentFate.Correct, fate));
    });

    [Fact]
    public void Other_ids_of_the_same_segments_change_nothing() => Scenes.Check(patches =>
    {
        var (frame, other) = (patches.Frame(), patches.Frame(id => 1000 - (7 * id)));
        Assert.Equal(Described(frame), Described(other));
    });

    [Fact]
    public void The_order_in_which_segments_are_listed_changes_nothing() => Scenes.Check(patches =>
    {
        var frame = patches.Frame();
        var scene = frame.Scene;
        var (truths, found) = (scene.Truth.Count - 1, scene.Prediction.Count - 1);
        var turned = scene with
        {
            Truth = [.. scene.Truth.Reverse()],
            Prediction = [.. scene.Prediction.Reverse()],
            Shared = [.. scene.Shared.Reverse()
                .Select(pair => new SharedPixels(truths - pair.Truth, found - pair.Prediction, pair.Pixels))],
            OnVoid = [.. scene.OnVoid.Reverse()],
            BoundaryIoU = (t, p) => scene.BoundaryIoU(truths - t, found - p),
        };
        Assert.Equal(Described(frame), Described(frame with { Scene = turned }));
    });

    [Fact]
    public void Counts_of_an_image_are_those_of_its_segments() => Scenes.Check(patches =>
    {
        var scene = patches.Frame().Scene;
        var tally = new SegmentTally(PatchScene.Classes);
        var outcome = SceneJudge.Judge(scene);
        tally.Add(scene, outcome);
        tally.Add(scene, outcome);
        var half = new SegmentTally(PatchScene.Classes);
        half.Add(scene, outcome);
        half.Merge(half);
        foreach (var known in Enumerable.Range(0, PatchScene.Classes))
        {
            var fates = Enum.GetValues<SegmentFate>();
            Assert.Equal(2 * scene.Truth.Count(one => one.Class == known), fates.Sum(fate => tally.Truth(fate, known)));
            Assert.Equal(2 * scene.Prediction.Count(one => one.Class == known), fates.Sum(fate => tally.Prediction(fate, known)));
            Assert.All(fates, fate => Assert.Equal(tally.Truth(fate, known), half.Truth(fate, known)));
        }

        Assert.All(SegmentFates.Errors, kind => Assert.Equal(2 * outcome.Findings.Count(one => one.Kind == kind), tally.Errors(kind)));
        Assert.Equal(2 * outcome.Findings.Count, tally.Pairs.Sum(pair => pair.Errors));
    });

    private static IEnumerable<int> Places(IReadOnlyList<SegmentFate> fates, SegmentFate fate) =>
        Enumerable.Range(0, fates.Count).Where(place => fates[place] == fate);

    // Findings by what they are about, whatever the places in the lists.
    private static List<string> Described(AtlasFrame frame)
    {
        string Box(MaskBox box) => $"{box.X} {box.Y} {box.Width} {box.Height}";
        string One(AtlasSegment segment) => $"{segment.Class} {segment.First} {segment.Area} {Box(segment.Box)}";
        return
        [
            .. SceneJudge.Judge(frame.Scene).Findings.Select(finding => $"{finding.Kind} {finding.TruthClass} {finding.PredictionClass} "
                + $"{finding.Pixels} {finding.IoU:R} {finding.BoundaryIoU:R} "
                + $"[{string.Join("; ", finding.Truths.Select(t => One(frame.Scene.Truth[t])))}] "
                + $"[{string.Join("; ", finding.Predictions.Select(p => One(frame.Scene.Prediction[p])))}]").Order(StringComparer.Ordinal),
        ];
    }
}
