using Panoptes.Foundation;
using Panoptes.Training.Evaluation;
using Panoptes.Training.Evaluation.Predictions;

namespace Panoptes.Training.Tests.Evaluation;

public sealed class CoveringWindowsTests
{
    [Theory]
    [InlineData(80, 32, "0 24 48")]
    [InlineData(67, 32, "0 17 35")]
    [InlineData(64, 32, "0 32")]
    [InlineData(32, 32, "0")]
    [InlineData(20, 32, "0")]
    public void The_fewest_windows_that_cover_a_side_lie_evenly(int length, int window, string starts) =>
        Assert.Equal(starts, string.Join(' ', CoveringWindows.Starts(length, window)));

    [Theory]
    [InlineData(50, 20, 80, 32)]
    [InlineData(17, 35, 32, 66)]
    [InlineData(84, 40, 67, 32)]
    public void An_image_is_brought_to_the_least_size_that_covers_a_window(int width, int height, int inputWidth, int inputHeight) =>
        Assert.Equal(
            (inputWidth, inputHeight), new EvaluationConfig { Mode = EvaluationMode.Cover, Window = [32, 32] }.InputSize(width, height));

    [Fact]
    public void Another_size_beside_windows_is_refused() =>
        Assert.Contains("train.evaluation.mode", Assert.Throws<InputException>(
            () => new EvaluationConfig { Mode = EvaluationMode.Cover, ShortSide = 64 }.Validate()).Message);
}
