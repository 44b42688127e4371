using Panoptes.Tests;

namespace Panoptes.Cli.Tests;

/// <summary>The pairs of crops that a training draws, as <c>data stats</c> and <c>data preview</c> tell of them.</summary>
public sealed class DataPairTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public DataPairTests()
    {
        Assert.Equal(0, Panoptes.RunIn(folder.Path, "data", "synth", "--out", "scenes", "--images", "8", "--size", "64x96").ExitCode);
        File.WriteAllText(folder["pairs.yaml"], """
            data: {root: "${NO_SUCH_VARIABLE_IS_SET}", format: coco_panoptic, sampler: {kind: class_pair, sizes: [8, 24]}}
            augmentation: {crop: [64, 64], resize_min: 0.8, resize_max: 1.2}
            """);
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public void They_are_counted_by_class_and_size()
    {
        var counted = Panoptes.RunIn(
            folder.Path, "data", "stats", "scenes", "format=coco_panoptic", "--pairs", "pairs.yaml", "--draws", "32");
        Assert.True(counted.ExitCode == 0, counted.Error);
        Assert.Contains("the first 32 pairs, of ", counted.Output);
        Assert.Matches(@"(?m)^car +\d+ +4 ", counted.Output);
        Assert.Matches(@"(?m)^all +32 ", counted.Output);
        Assert.DoesNotContain("class_weights", counted.Output);
        Assert.Single(Directory.GetFiles(folder["runs/.segments"]));
    }

    [Fact]
    public void They_are_shown_side_by_side()
    {
        var shown = Panoptes.RunIn(
            folder.Path, "data", "preview", "scenes", "format=coco_panoptic", "--augmented", "pairs.yaml", "--samples", "4", "--out",
            "a.html");
        Assert.True(shown.ExitCode == 0, shown.Error);
        Assert.Contains("<h3>pair 1: ", File.ReadAllText(folder["a.html"]));
    }

    [Theory]
    [InlineData("at least 1", "scenes", "format=coco_panoptic", "--pairs", "pairs.yaml", "--draws", "0")]
    [InlineData("neither segments nor objects", "scenes", "format=camvid", "--pairs", "pairs.yaml")]
    public void What_has_no_pairs_is_refused_with_the_reason(string reason, params string[] command)
    {
        var refused = Panoptes.RunIn(folder.Path, ["data", "stats", .. command]);
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains(reason, Assert.Single(refused.ErrorLines));
    }
}
