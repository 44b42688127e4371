using Panoptes.Metrics.Unsupervised;

namespace Panoptes.Metrics.Tests.Unsupervised;

public sealed class ImageQualityTests
{
    [Theory]
    [InlineData(true, 0.375)]
    [InlineData(false, 0.75)]
    public void The_quality_of_an_image_is_over_the_classes_that_are_scored(bool scoresAll, double expected)
    {
        var tables = new UnsupervisedTables(new UnsupervisedOptions
        {
            Things = [],
            StuffClasses = [0, 1],
            Clusters = 2,
            ClassesMask = [true, scoresAll],
            DisableMatching = true,
        });
        tables.Add([0, 0, 0, 1], new ushort[4], new byte[4], new ushort[4]);
        var scores = tables.Score();
        Assert.Equal(expected, scores.All.PQ, 1e-9);
        Assert.Equal(expected, Assert.Single(scores.ImageQualities), 1e-9);
    }
}
