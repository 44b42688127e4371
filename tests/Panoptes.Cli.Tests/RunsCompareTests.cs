using System.Text.Json;
using Panoptes.Cli.CommandLine;
using Panoptes.Tests;

namespace Panoptes.Cli.Tests;

/// <summary><c>runs compare</c> as a user meets it: two short panoptic trainings, compared.</summary>
public sealed class RunsCompareTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Two_runs_are_compared_on_one_page_with_the_same_images_and_csv_files()
    {
        Succeeds("data", "synth", "--out", "scenes", "--images", "10", "--size", "64x128");
        File.WriteAllText(folder["tiny.yaml"], """
            task: panoptic
            data: {format: coco_panoptic, root: scenes}
            augmentation: {crop: [64, 64]}
            loader: {workers: 0}
            model:
              name: mask2former_mobilenetv2
              queries: 6
              width: 32
              feed_forward: 32
              encoder_feed_forward: 32
            train:
              steps: 2
              batch_size: 2
              threads: 1
              log_every: 1
              optimizer: {name: adamw, learning_rate: 1e-3}
              schedule: {warm_up: none}
              masks: {points: 64}
              evaluation: {every: 2, panoptic: {object_score: 0, overlap: 0}}
            report: {tensor_board: false, images: 1, batch_samples: 1}
            """);
        Succeeds("train", "tiny.yaml", "run.name=a");
        Succeeds("train", "tiny.yaml", "run.name=b", "train.seed=3");
        var events = File.ReadAllText(folder["runs/a/events.jsonl"]);
        Assert.Contains("{\"name\":\"confusion_25\",\"title\":\"confused at T = 25 %\",\"value\":", events);
        Assert.Matches("\"columns\":\\{\"accuracy\":\\[.*\"precision\":\\[.*\"confusion_25\":\\[", events);
        Assert.Contains("Things on val", File.ReadAllText(folder["runs/a/report.html"]));
        var text = Succeeds("runs", "compare", "runs/a", "runs/b", "--images", "1", "--csv", "tables", "--json", "all.json").Output;
        Assert.Contains("A: runs/a (mask2former_mobilenetv2; val, ", text);
        Assert.Matches(@"train.seed +0 +3", text);
        Assert.Matches(@"\nPQ +\d", text);
        Assert.Contains("page: comparison.html", text);
        var page = File.ReadAllText(folder["comparison.html"]);
        Assert.Contains("Training loss", page);
        Assert.DoesNotContain("no pictures", page);
        using (var numbers = JsonDocument.Parse(File.ReadAllText(folder["all.json"])))
        {
            Assert.True(numbers.RootElement.GetProperty("panoptic-confusion")[0].TryGetProperty("A a", out _));
        }

        Assert.Equal("size,T,A a,B b", File.ReadLines(folder["tables/panoptic-confusion.csv"]).First());

        Fails("no evaluation of test", "--split", "test", folder["runs/a"], folder["runs/b"]);
        Fails("the same run twice", folder["runs/a"], folder["runs/a"]);
        Fails("runs/none", folder["runs/a"], folder["runs/none"]);
        Fails("--html", folder["runs/a"], folder["runs/b"], "--html", folder["runs/a/config.resolved.yaml"]);
    }

    private Outcome Succeeds(params string[] line)
    {
        var outcome = Panoptes.RunIn(folder.Path, line);
        Assert.True(outcome.ExitCode == 0, $"{string.Join(' ', line)}: {outcome.Error}");
        return outcome;
    }

    private static void Fails(string named, params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        Assert.Equal(ExitCode.BadInput, PanoptesCommand.Run(["runs", "compare", .. arguments], output, error));
        Assert.Contains(named, Assert.Single(error.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries)));
    }
}
