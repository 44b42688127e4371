using System.Diagnostics;
using System.Text.Json;
using Panoptes.Experiments.Runs;
using Panoptes.Tests;

namespace Panoptes.Cli.Tests;

public sealed class RunsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_run_is_listed_shown_and_exported_with_its_settings_and_scores()
    {
        var data = new SmallDataset(folder["data"]);
        var trained = SmallRun.Train(folder, data);
        Assert.True(trained.ExitCode == 0, trained.Error);
        var table = Run("runs", "list").Split('\n');
        Assert.StartsWith("run    state", table[0]);
        Assert.Matches(@"^small  completed +2  deeplabv3plus_mobilenetv2 +val mIoU", table[1]);
        Assert.Equal(2, Run("runs", "list", "SMALL", "--format", "csv").Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        using (var json = JsonDocument.Parse(Run("runs", "list", "--format", "json")))
        {
            Assert.Equal("val/mean_iou", json.RootElement[0].GetProperty("score").GetString());
        }

        var shown = Run("runs", "show", SmallRun.Name);
        Assert.Contains("model.width_multiplier", shown);
        Assert.Contains("best.safetensors", shown);
        Assert.DoesNotContain("train.optimizer.momentum", shown);

        Run("runs", "export", "--out", "runs.json");
        using (var json = JsonDocument.Parse(File.ReadAllText(folder["runs.json"])))
        {
            Assert.Equal(2, json.RootElement[0].GetProperty("settings").GetProperty("train.steps").GetInt32());
            Assert.True(json.RootElement[0].GetProperty("scores").TryGetProperty("val/mean_iou", out _));
        }

        Run("runs", "export", "--out", "runs.csv");
        var rows = File.ReadAllLines(folder["runs.csv"]);
        Assert.Equal(2, rows.Length);
        Assert.Contains("train.optimizer.learning_rate", rows[0].Split(','));
        Refused("a name that ends in .json or .csv", "runs", "export", "--out", "runs.txt");
    }

    [Fact]
    public void A_run_goes_with_yes_alone_and_never_while_it_is_written_or_by_a_link()
    {
        folder.Write("runs/a/config.resolved.yaml", "");
        folder.Write("runs/a/notes.txt", "mine");
        folder.Write("outside.txt", "stays");
        File.CreateSymbolicLink(folder["runs/a/link"], folder["outside.txt"]);
        Directory.CreateSymbolicLink(folder["runs/linked"], folder["runs/a"]);
        folder.Write("runs/nested/config.resolved.yaml", "");
        folder.Write("runs/nested/inner/config.resolved.yaml", "");
        folder.Write("runs/other/notes.txt", "no run");
        Refused("no --yes", "runs", "rm", "runs/a");
        Refused("a link to", "runs", "rm", "runs/linked", "--yes");
        Refused("another run in it", "runs", "rm", "runs/nested", "--yes");
        Refused("the folder of a run", "runs", "rm", "runs/a", "runs/other", "--yes");
        using (RunLock.Take(folder["runs/a"], TimeProvider.System))
        {
            Refused("being trained", "runs", "rm", "runs/a", "--yes");
            Assert.Contains("running", Run("runs", "list"));
        }

        Assert.True(File.Exists(folder["runs/a/notes.txt"]));
        Assert.Contains("removed runs/a", Run("runs", "rm", "runs/a", "--yes"));
        Assert.False(Directory.Exists(folder["runs/a"]));
        Assert.True(File.Exists(folder["outside.txt"]));
        Assert.Equal(
            ["linked", "nested", "other"], new DirectoryInfo(folder["runs"]).GetFileSystemInfos().Select(entry => entry.Name).Order());
    }

    [Fact]
    public void States_follow_from_the_lock_and_the_end_of_the_log()
    {
        foreach (var (name, log) in new[]
        {
            ("done", "{\"event\":\"attempt_end\",\"step\":40,\"reason\":\"completed\"}\n"),
            ("stopped", "{\"event\":\"attempt_end\",\"step\":7,\"reason\":\"signal\"}\n"),
            ("torn", "{\"event\":\"train\",\"step\":12}\n{\"event\":\"tra"),
            ("new", ""),
        })
        {
            folder.Write($"runs/{name}/config.resolved.yaml", "");
            folder.Write($"runs/{name}/events.jsonl", log);
        }

        folder.Write("runs/torn/run.lock", """{"Host":"elsewhere","Pid":1,"Since":"2020-01-01T00:00:00Z"}""");
        File.SetLastWriteTimeUtc(folder["runs/torn/run.lock"], new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        var rows = Run("runs", "list", "--format", "csv").Split('\n').Skip(1).Where(row => row.Length > 0)
            .Select(row => string.Join(' ', row.Split(',').Take(3)));
        Assert.Equal(["done completed 40", "new begun 0", "stopped signal 7", "torn killed 12"], rows);
    }

    [Fact]
    public void Thousands_of_runs_are_listed_in_seconds_and_from_the_first_on()
    {
        const int Count = 1000;
        for (var k = 0; k < Count; k++)
        {
            folder.Write($"runs/r{k:0000}/config.resolved.yaml", "");
            folder.Write($"runs/r{k:0000}/summary.json", """{"model": "pspnet_r50", "data_set": "x", "task": "semantic"}""");
            folder.Write(
                $"runs/r{k:0000}/evaluation/val.json",
                """{"v": 2, "kinds": [{"metrics": [{"name": "mean_iou", "title": "mIoU", "value": 0.5, "is_share": true}]}]}""");
        }

        var watch = Stopwatch.StartNew();
        var rows = Run("runs", "list").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(Count + 1, rows.Length);
        Assert.Contains("val mIoU 50.00", rows[^1]);
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 20);
    }

    private void Refused(string said, params string[] words)
    {
        var outcome = Panoptes.RunIn(folder.Path, words);
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains(said, outcome.Error);
    }

    private string Run(params string[] words)
    {
        var outcome = Panoptes.RunIn(folder.Path, words);
        Assert.True(outcome.ExitCode == 0, outcome.Output + outcome.Error);
        return outcome.Output;
    }
}
