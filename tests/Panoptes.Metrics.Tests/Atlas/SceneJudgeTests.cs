using Panoptes.Imaging.Masks;
using Panoptes.Metrics.Atlas.Frames;
using Panoptes.Metrics.Atlas.Segments;

namespace Panoptes.Metrics.Tests.Atlas;

public sealed class SceneJudgeTests
{
    private const int Car = 0;
    private const int Bus = 1;
    private const int Ground = 2;

    private static readonly Patch Left = new(0, 0, 6, 6, Car, false);
    private static readonly Patch Right = new(6, 0, 6, 6, Car, false);

    [Fact]
    public void Two_truths_in_one_prediction_are_one_merged_finding()
    {
        var outcome = Judge([Left, Right], [new(0, 0, 12, 6, Car, false)]);
        var finding = Assert.Single(outcome.Findings);
        Assert.Equal((SegmentFate.Merged, 2, 1), (finding.Kind, finding.Truths.Count, finding.Predictions.Count));
        Assert.All(outcome.Truth.Concat(outcome.Prediction), fate => Assert.Equal(SegmentFate.Merged, fate));
    }

    [Fact]
    public void A_small_truth_swallowed_by_a_large_one_is_merged_and_the_large_one_stays_correct()
    {
        var outcome = Judge([new(0, 0, 18, 12, Car, false), new(18, 0, 2, 2, Car, false)], [new(0, 0, 20, 12, Car, false)]);
        Assert.Equal([SegmentFate.Correct, SegmentFate.Merged], outcome.Truth);
        Assert.Equal([SegmentFate.Correct], outcome.Prediction);
        Assert.Equal(2, Assert.Single(outcome.Findings).Truths.Count);
        Assert.Equal(4, outcome.Findings[0].Pixels);
    }

    [Fact]
    public void Truths_of_two_classes_in_one_prediction_are_not_merged()
    {
        var outcome = Judge([Left, Right with { Class = Bus }], [new(0, 0, 12, 6, Car, false)]);
        Assert.DoesNotContain(outcome.Findings, finding => finding.Kind == SegmentFate.Merged);
        Assert.Contains(outcome.Findings, finding => finding.Kind == SegmentFate.Missed && finding.PredictionClass == Car);
    }

    [Fact]
    public void Two_predictions_in_one_truth_are_one_split_finding()
    {
        var outcome = Judge([new(0, 0, 12, 6, Car, false)], [Left, Right]);
        var finding = Assert.Single(outcome.Findings);
        Assert.Equal((SegmentFate.Split, 1, 2), (finding.Kind, finding.Truths.Count, finding.Predictions.Count));
    }

    [Fact]
    public void A_segment_found_as_another_class_is_confused_once()
    {
        var finding = Assert.Single(Judge([Left], [Left with { Class = Bus }]).Findings);
        Assert.Equal((SegmentFate.Confused, Car, Bus, 36L), (finding.Kind, finding.TruthClass, finding.PredictionClass, finding.Pixels));
    }

    [Fact]
    public void A_segment_of_its_class_is_preferred_to_a_better_overlap_of_another()
    {
        var truth = Masked(new(0, 0, 10, 10, Car, false), double.NaN);
        var frame = AtlasFrame.OfObjects(
            "x", [truth], [Masked(new(0, 0, 10, 10, Bus, false), 0.9), Masked(new(0, 0, 10, 8, Car, false), 0.6)], 24, 16);
        Assert.Equal([SegmentFate.Invented, SegmentFate.Correct], SceneJudge.Judge(frame.Scene).Prediction);
    }

    [Fact]
    public void A_moved_segment_is_badly_bounded_until_it_does_not_touch_any_more()
    {
        SegmentFate At(int x) => Judge([Left], [Left with { X = x }]).Truth[0];
        Assert.Equal(SegmentFate.Correct, At(0));
        Assert.Equal(SegmentFate.BadlyBounded, At(2));
        Assert.Equal(SegmentFate.BadlyBounded, At(4));
        Assert.Equal(SegmentFate.Missed, At(5));
    }

    [Fact]
    public void A_second_detection_of_an_object_is_a_duplicate()
    {
        var frame = AtlasFrame.OfObjects(
            "x", [Masked(Left, double.NaN)], [Masked(Left with { Width = 5 }, 0.9), Masked(Left, 0.4)], 24, 16);
        var outcome = SceneJudge.Judge(frame.Scene);
        Assert.Equal([SegmentFate.Correct], outcome.Truth);
        Assert.Equal([SegmentFate.Duplicate, SegmentFate.Correct], outcome.Prediction);
    }

    [Fact]
    public void What_lies_on_a_crowd_of_its_class_is_forgiven_and_on_another_crowd_invented()
    {
        var crowd = new Patch(0, 0, 12, 12, Car, true);
        Assert.Equal(SegmentFate.Ignored, Judge([crowd], [Left]).Prediction[0]);
        Assert.Equal(SegmentFate.Invented, Judge([crowd], [Left with { Class = Bus }]).Prediction[0]);
    }

    [Fact]
    public void Small_segments_are_ignored_on_both_sides()
    {
        var small = new Patch(20, 12, 2, 2, Bus, false);
        var outcome = Judge([Left, small], [Left, new(12, 12, 2, 2, Bus, false)], new AtlasRules { LeastArea = 5 });
        Assert.Empty(outcome.Findings);
        Assert.Equal(SegmentFate.Ignored, outcome.Truth[1]);
    }

    [Fact]
    public void An_outline_that_is_off_is_bad_whatever_the_area()
    {
        // 13 of 14 columns are right, but of the line one pixel wide along the outline half.
        var (truth, found) = (new Patch(4, 0, 14, 16, Car, false), new Patch(5, 0, 14, 16, Car, false));
        var ground = new Patch(0, 0, 24, 16, Bus, false);
        var scene = new PatchScene(24, 16, [ground, truth], [ground, found]).Frame().Scene;
        Assert.Equal(SegmentFate.BadlyBounded, SceneJudge.Judge(scene).Truth[1]);
        Assert.Equal(SegmentFate.Correct, SceneJudge.Judge(scene, new AtlasRules { BoundedEdge = 0 }).Truth[1]);
    }

    private static SceneOutcome Judge(Patch[] truth, Patch[] prediction, AtlasRules? rules = null)
    {
        // Behind the patches a ground of a third class, right on both sides, so that nothing lies on void. It is looked away from, and
        // so are outlines: the patches are too small for them.
        var ground = new Patch(0, 0, 24, 16, Ground, false);
        var scene = new PatchScene(24, 16, [ground, .. truth], [ground, .. prediction]).Frame().Scene;
        var outcome = SceneJudge.Judge(scene, (rules ?? new AtlasRules()) with { BoundedEdge = 0 });
        return outcome with
        {
            Truth = [.. outcome.Truth.Where((_, t) => scene.Truth[t].Class != Ground)],
            Prediction = [.. outcome.Prediction.Where((_, p) => scene.Prediction[p].Class != Ground)],
            Findings = [.. outcome.Findings.Where(finding => finding.TruthClass != Ground || finding.PredictionClass != Ground)],
        };
    }

    private static (AtlasSegment, RunLengthMask) Masked(Patch patch, double score)
    {
        var mask = new PatchScene(24, 16, [patch], []).Map([patch]).MaskOf(0);
        return (new AtlasSegment(patch.Class, mask.Area, mask.Box) { First = mask.Counts[0], Score = score }, mask);
    }
}
