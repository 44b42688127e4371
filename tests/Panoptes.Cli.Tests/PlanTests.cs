using Panoptes.Tests;

namespace Panoptes.Cli.Tests;

/// <summary>The verb <c>plan</c>, on a model of a second or two.</summary>
public sealed class PlanTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_plan_measures_and_leaves_no_run()
    {
        var data = new SmallDataset(folder["data"]);
        SmallRun.WriteConfig(folder);
        Directory.CreateDirectory(folder["tmp"]);
        var outcome = Panoptes.RunWith(
            folder.Path, new Dictionary<string, string> { ["TMPDIR"] = folder["tmp"] },
            "plan", "small.yaml", $"data.root={data.Root}", "train.device=cpu", "train.batch_size=8", "--processes", "2,4", "--steps", "2",
            "--bandwidth", "1000", "--latency", "20");
        Assert.True(outcome.ExitCode == 0, outcome.Error);
        foreach (var text in new[]
        {
            "measuring 2 + 2 steps with 4 images", "measuring 2 + 2 steps with 2 images", "deeplabv3plus_mobilenetv2: ",
            "link: 1000 MB/s, 20 us a hop", "8 images in all (train.batch_size=8):", "4 images each:", "memory of each of several devices",
            "note: 8 images cannot be shared among 16, 32, 64",
        })
        {
            Assert.Contains(text, outcome.Output);
        }

        var rows = outcome.Output.Split('\n').Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToList();
        Assert.Contains(rows, row => row is ["1", "8", _, "0.00", _, "100", "%", _, "on", "the", "line"]);
        Assert.Contains(rows, row => row is ["4", "2", _, _, _, _, "%", _, "measured"]);
        Assert.Equal(
            ["data", "small.yaml", "tmp"], Directory.GetFileSystemEntries(folder.Path).Select(path => Path.GetFileName(path)).Order());
        Assert.Empty(Directory.GetFileSystemEntries(folder["tmp"], "panoptes*"));
    }

    [Theory]
    [InlineData("--processes 3", "train.batch_size: found 2 for 3 processes; expected a multiple of 3")]
    [InlineData("--processes 0", "--processes: found 0")]
    [InlineData("--processes 2;4", "--processes: found '2;4'; expected numbers such as 2,4,8")]
    [InlineData("train.batch_size=3", "train.batch_size: found 3 for 2 processes")]
    [InlineData("--bandwidth 100", "--latency: found nothing")]
    [InlineData("--latency 100", "--bandwidth: found nothing")]
    [InlineData("--bandwidth 0 --latency 1", "--bandwidth: found 0")]
    [InlineData("--steps 0", "--steps: found 0")]
    [InlineData("train.cuda_graph=true --bandwidth 1 --latency 1", "train.cuda_graph: found true for several processes")]
    public void What_cannot_be_planned_is_one_line(string words, string message)
    {
        SmallRun.WriteConfig(folder);
        var error = new StringWriter();
        Assert.Equal(1, PanoptesCommand.Run(["plan", folder["small.yaml"], .. words.Split(' ')], TextWriter.Null, error));
        Assert.Contains(message, error.ToString());
        Assert.Single(error.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }
}
