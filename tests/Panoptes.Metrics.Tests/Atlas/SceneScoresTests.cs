using Panoptes.Metrics.Atlas.Scores;
using Panoptes.Metrics.Atlas.Segments;

namespace Panoptes.Metrics.Tests.Atlas;

public sealed class SceneScoresTests
{
    [Fact]
    public void The_surer_of_two_on_one_truth_is_right_and_a_prediction_on_a_crowd_is_left_out()
    {
        var scores = new SceneScores(["car", "bus"]);
        scores.Add(Scene(
            [One(0, 100), One(0, 100, isCrowd: true), One(1, 50)],
            [One(0, 100, 0.6), One(0, 90, 0.9), One(0, 80, 0.8), One(1, 50, 0.3), One(1, 50, double.NaN)],
            new(0, 0, 100), new(0, 1, 90), new(1, 2, 40), new(2, 3, 20)));
        var report = scores.Report();
        Assert.Equal(["all", "car", "bus"], report.Select(one => one.Name));
        Assert.Equal([(2L, 3), (1, 2), (1, 1)], report.Select(one => (one.Truths, one.Detections)));
        Assert.Equal(0.9, report[1].BestScore);
        Assert.Equal(double.PositiveInfinity, report[2].BestScore);
    }

    [Fact]
    public void Parts_that_are_merged_say_what_the_whole_says_and_without_scores_nothing_is_said()
    {
        AtlasScene At(double score) => Scene([One(0, 100)], [One(0, 90, score), One(0, 100, 0.2)], new SharedPixels(0, 0, 85));
        SceneScores Of(params double[] all)
        {
            var scores = new SceneScores(["car"]);
            Array.ForEach(all, score => scores.Add(At(score)));
            return scores;
        }

        var (whole, first) = (Of(0.9, 0.5, 0.7), Of(0.9));
        first.Merge(Of(0.5, 0.7));
        Assert.Equal(whole.Report()[0].F1, first.Report()[0].F1);
        Assert.Equal(whole.Report()[0].CalibrationError, first.Report()[0].CalibrationError);
        Assert.Empty(new SceneScores(["car"]).Report());
    }

    private static AtlasSegment One(int known, long area, double score = double.NaN, bool isCrowd = false) =>
        new(known, area, default) { Score = score, IsCrowd = isCrowd };

    private static AtlasScene Scene(AtlasSegment[] truth, AtlasSegment[] prediction, params SharedPixels[] shared) =>
        new(32, 32, truth, prediction, shared, new long[prediction.Length]);
}
