using Panoptes.Data.Configuration;
using Panoptes.Foundation;

namespace Panoptes.Data.Tests.Augmentation;

public sealed class CutMixConfigTests
{
    [Theory]
    [InlineData(798, 798)]
    [InlineData(160, 90)]
    public void Boxes_obey_probability_share_and_proportions(int width, int height)
    {
        var config = new CutMixConfig();
        var boxes = Enumerable.Range(0, 500).SelectMany(step => config.Draw(8, width, height, 3, step, 0)).ToList();
        var drawn = boxes.Where(box => !box.IsEmpty).ToList();
        Assert.InRange(drawn.Count / (double)boxes.Count, .47, .53);
        foreach (var box in drawn)
        {
            Assert.True(box is { Left: >= 0, Top: >= 0 } && box.Right <= width && box.Bottom <= height);
            Assert.InRange((double)box.Width * box.Height / (width * height), .015, .4);
            Assert.InRange((box.Height + 1.0) / (box.Width + 1), .27, 3.7);
        }

        Assert.InRange(drawn.Max(box => (double)box.Width * box.Height / (width * height)), .37, .4);
    }

    [Fact]
    public void Boxes_are_a_function_of_seed_step_image_and_view()
    {
        var config = new CutMixConfig { Probability = 1 };
        var boxes = config.Draw(6, 100, 80, 1, 2, 0);
        Assert.Equal(boxes, config.Draw(6, 100, 80, 1, 2, 0));
        Assert.Equal(boxes.Take(2), config.Draw(2, 100, 80, 1, 2, 0));
        Assert.Equal(6, boxes.Distinct().Count());
        Assert.NotEqual(boxes, config.Draw(6, 100, 80, 1, 2, 1));
        Assert.NotEqual(boxes, config.Draw(6, 100, 80, 1, 3, 0));
        Assert.NotEqual(boxes, config.Draw(6, 100, 80, 2, 2, 0));
        Assert.All((config with { Probability = 0 }).Draw(6, 100, 80, 1, 2, 0), box => Assert.True(box.IsEmpty));
    }

    [Fact]
    public void Settings_out_of_range_name_their_key()
    {
        (CutMixConfig Config, string Key)[] wrong =
            [(new() { Probability = 2 }, "probability"), (new() { Area = [.5, 2] }, "area"), (new() { Aspect = [3, 1] }, "aspect")];
        foreach (var (config, key) in wrong)
        {
            var message = Assert.Throws<InputException>(() => config.Check("cutmix")).Message;
            Assert.Contains($"cutmix.{key}", message, StringComparison.Ordinal);
        }
    }
}
