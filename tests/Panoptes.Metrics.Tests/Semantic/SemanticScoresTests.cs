using Panoptes.Foundation;
using Panoptes.Metrics.Semantic;

namespace Panoptes.Metrics.Tests.Semantic;

public sealed class SemanticScoresTests
{
    [Fact]
    public void Scores_of_a_matrix_worked_by_hand()
    {
        var matrix = new ConfusionMatrix(3);
        matrix.Add<byte>([0, 0, 0, 0, 1, 1, 255, 255], [0, 0, 0, 1, 1, 1, 0, 2], 255);
        var scores = SemanticScores.From(matrix, ["road", "car", "sky"]);
        Assert.Equal(0.75, scores.Classes[0].IoU);
        Assert.Equal(2.0 / 3, scores.Classes[1].IoU);
        Assert.True(scores.Classes[2].IsAbsent);
        Assert.True(double.IsNaN(scores.Classes[2].IoU));
        Assert.Equal((0.75 + (2.0 / 3)) / 2, scores.MeanIoU, 15);
        Assert.Equal(5.0 / 6, scores.PixelAccuracy);
        Assert.Equal((0.75 + 1) / 2, scores.MeanAccuracy);
        Assert.Equal((0.75 * 4 / 6) + (2.0 / 3 * 2 / 6), scores.FrequencyWeightedIoU, 15);
        Assert.Equal(2, scores.ClassesAveraged);
    }

    [Fact]
    public void A_class_that_is_only_predicted_lowers_the_mean_in_one_convention_alone()
    {
        var matrix = new ConfusionMatrix(2);
        matrix.Add<byte>([0, 0], [0, 1], 255);
        Assert.Equal(0.25, SemanticScores.From(matrix).MeanIoU);
        Assert.Equal(0.5, SemanticScores.From(matrix, convention: SemanticConvention.Detectron2).MeanIoU);
    }

    [Fact]
    public void A_prediction_equal_to_the_truth_scores_one_and_every_rate_is_a_fraction()
    {
        for (var seed = 0; seed < 100; seed++)
        {
            var (truth, prediction) = ConfusionMatrixTests.RunMaps(new SeededRandom(seed), 400, 5, 255);
            var same = new ConfusionMatrix(5);
            same.Add<byte>(truth, truth, 255);
            var perfect = SemanticScores.From(same);
            Assert.Equal(1, perfect.MeanIoU);
            Assert.Equal(1, perfect.PixelAccuracy);
            var matrix = new ConfusionMatrix(5);
            matrix.Add<byte>(truth, prediction, 255);
            foreach (var convention in Enum.GetValues<SemanticConvention>())
            {
                var scores = SemanticScores.From(matrix, convention: convention);
                foreach (var rate in scores.Classes.SelectMany(c => new[] { c.IoU, c.Accuracy, c.Precision, c.F1, c.Dice })
                    .Append(scores.MeanIoU).Append(scores.FrequencyWeightedIoU))
                {
                    Assert.True(double.IsNaN(rate) || rate is >= 0 and <= 1);
                }
            }
        }
    }

    [Fact]
    public void Nothing_counted_gives_NaN_and_no_class_averaged()
    {
        var scores = SemanticScores.From(new ConfusionMatrix(2));
        Assert.True(double.IsNaN(scores.MeanIoU));
        Assert.True(double.IsNaN(scores.PixelAccuracy));
        Assert.Equal(0, scores.ClassesAveraged);
    }
}
