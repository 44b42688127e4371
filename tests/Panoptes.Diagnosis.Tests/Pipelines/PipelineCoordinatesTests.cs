using Panoptes.Data.Configuration;
using Panoptes.Diagnosis.Coordinates;
using Panoptes.Diagnosis.Pipelines;
using Panoptes.Foundation;

namespace Panoptes.Diagnosis.Tests.Pipelines;

public sealed class PipelineCoordinatesTests
{
    [Fact]
    public void The_training_pipeline_keeps_labels_on_their_image_whatever_it_draws()
    {
        for (var draw = 0; draw < 12; draw++)
        {
            var random = new SeededRandom(5, draw);
            var least = random.NextDouble(0.3, 1.5);
            var augmentation = new AugmentationConfig
            {
                ResizeMin = least,
                ResizeMax = least * 1.4,
                Crop = [random.NextInt(80, 200), random.NextInt(80, 260)],
                Flip = 0.5,
            };
            var (width, height) = (random.NextInt(12, 30) * 16, random.NextInt(10, 20) * 16);
            var half = random.NextBool();
            var (pairs, scale) = PipelineCoordinates.Of(
                new FrozenPipeline(augmentation, draw), (width, height), half ? (width / 2, height / 2) : (width, height), 0);
            var scores = CoordinateProbe.Look(pairs, scale);
            Assert.True(scores.Passes, $"draw {draw}: {scores}");
            Assert.Equal(1, scores.LabelX.X, 0.01);
            Assert.Equal(1, scores.LabelY.Y, 0.01);
        }
    }

    [Fact]
    public void Coordinates_are_read_from_colors_to_a_tenth_of_a_pixel()
    {
        var pipeline = new FrozenPipeline(new AugmentationConfig { ResizeMin = 1, ResizeMax = 1, Crop = [], Flip = 0 }, 0);
        var (pairs, scale) = PipelineCoordinates.Of(pipeline, (900, 40), (900, 40), 0);
        Assert.Equal(1, scale);
        Assert.All(pairs, pair => Assert.True(Math.Abs(pair.Dx) < 0.13 && Math.Abs(pair.Dy) < 0.13, $"{pair}"));
    }

    [Fact]
    public void Labels_that_are_moved_otherwise_are_found_in_the_pixels_themselves()
    {
        var pipeline = new FrozenPipeline(new AugmentationConfig { ResizeMin = 0.625, ResizeMax = 0.625, Crop = [], Flip = 0 }, 0);
        var (pairs, scale) = PipelineCoordinates.Of(pipeline, (480, 360), (480, 360), 0);
        Assert.Equal(CoordinateFault.None, CoordinateProbe.Look(pairs, scale).Fault);
        var scaled = pairs.Select(pair => pair with { LabelX = 90 + (0.625 * pair.LabelX), LabelY = 67.5 + (0.625 * pair.LabelY) })
            .ToArray();
        var scores = CoordinateProbe.Look(scaled, scale);
        Assert.Equal(CoordinateFault.Scale, scores.Fault);
        Assert.Equal(0.625, scores.LabelX.X, 0.001);
        Assert.Equal(CoordinateFault.Turn, CoordinateProbe.Look(
            [.. pairs.Select(pair => pair with { LabelX = 480 - pair.LabelY, LabelY = pair.LabelX })], scale).Fault);
    }
}
