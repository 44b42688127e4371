using Panoptes.Tests;

namespace Panoptes.Cli.Tests;

/// <summary>Parts of a split, from the command that chooses them to the run that is trained on one.</summary>
public sealed class SplitTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly SmallDataset data;

    public SplitTests() => data = new SmallDataset(folder["data"]);

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_run_is_trained_on_the_part_that_was_chosen_and_refuses_another()
    {
        var chosen = Panoptes.RunIn(folder.Path, "split", data.Root, "--percent", "50", "--count", "3", "--nested", "--out", "parts");
        Assert.True(chosen.ExitCode == 0, chosen.Error);
        Assert.Contains("parts/train_50percent.txt: 2 of 4 images of camvid train, 3 of 3 classes", chosen.Output);
        Assert.Equal(
            ["parts/.panoptes-outputs.json", "parts/train_3images.json", "parts/train_3images.txt", "parts/train_50percent.json",
                "parts/train_50percent.txt"],
            folder.Files().Where(file => file.StartsWith("parts/", StringComparison.Ordinal)));
        var trained = SmallRun.Train(folder, data, "data.streams={labeled: {list: parts/train_50percent.txt}}");
        Assert.True(trained.ExitCode == 0, trained.Error);
        var other = SmallRun.Train(folder, data, "data.streams={labeled: {list: parts/train_3images.txt}}");
        Assert.Equal(1, other.ExitCode);
        Assert.Contains("data.streams.labeled.list", Assert.Single(other.ErrorLines));
    }

    [Theory]
    [InlineData("at most 4, the images there are", "--count", "5")]
    [InlineData("above 0, at most 100", "--percent", "5,101")]
    [InlineData("numbers with commas between", "--percent", "5;10")]
    [InlineData("neither")]
    [InlineData("at most 4, the images of sky", "--count", "4", "--min-per-class", "5")]
    [InlineData("one city, train0", "--count", "2", "--stratify", "city", "--split", "one")]
    public void What_cannot_be_is_refused_in_a_line(string reason, params string[] wishes)
    {
        var one = Path.Combine(data.Root, "one");
        Directory.CreateDirectory(Path.Combine(one, "images"));
        Directory.CreateDirectory(Path.Combine(one, "labels"));
        foreach (var index in new[] { 0, 1 })
        {
            File.Copy(data.Image(index: index), Path.Combine(one, "images", $"train0_{index}.png"));
            File.Copy(data.Label(index: index), Path.Combine(one, "labels", $"train0_{index}.png"));
        }

        var refused = Panoptes.RunIn(folder.Path, ["split", data.Root, .. wishes, "--out", "parts"]);
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains(reason, Assert.Single(refused.ErrorLines));
        Assert.False(Directory.Exists(folder["parts"]));
    }
}
