using System.Text.Json;
using Panoptes.Cli.CommandLine;
using Panoptes.Tests;

namespace Panoptes.Cli.Tests;

/// <summary><c>teacher-report</c> as a user meets it: a short training with a teacher, then its labels.</summary>
public sealed class TeacherReportTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Every_checkpoint_of_a_run_with_a_teacher_is_held_against_the_truth()
    {
        Succeeds("data", "synth", "--out", "scenes", "--images", "10", "--size", "64x128");
        File.WriteAllText(folder["tiny.yaml"], """
            task: instance
            data:
              format: coco_panoptic
              root: scenes
              streams: {labeled: {}, unlabeled: {}}
            distillation: {teacher_steps: 2, burn_in: 1, labeled_percent: 50}
            augmentation: {crop: [64, 64]}
            loader: {workers: 0}
            model:
              name: mask2former_mobilenetv2
              queries: 6
              width: 32
              feed_forward: 32
              encoder_feed_forward: 32
            train:
              steps: 4
              batch_size: 2
              threads: 1
              log_every: 1
              optimizer: {name: adamw, learning_rate: 1e-3}
              schedule: {warm_up: none}
              masks: {points: 64}
              teacher: {labels: {score: 0.1}}
              checkpoint: {every: 1}
              evaluation: {every: 2}
            report: {tensor_board: false, images: 1, batch_samples: 1}
            run: {name: small}
            """);
        Succeeds("train", "tiny.yaml");
        var text = Succeeds("teacher-report", "runs/small", "--json", "found.json", "--html", "found.html").Output;
        Assert.Contains("few of them prove little", text, StringComparison.Ordinal);
        Assert.Matches(@"\n4 +distillation +teacher ", text);
        using var json = JsonDocument.Parse(File.ReadAllText(folder["found.json"]));
        var last = json.RootElement.GetProperty("checkpoints").EnumerateArray().Last();
        Assert.True(last.GetProperty("is_teacher").GetBoolean());
        Assert.Equal(0.1, last.GetProperty("quality").GetProperty("threshold").GetDouble());
        Assert.Contains("Scores against hits", File.ReadAllText(folder["found.html"]), StringComparison.Ordinal);

        var night = Succeeds("teacher-report", "runs/small", "--json", "night.json", "data.corruption.kind=night").Output;
        Assert.Contains("images are spoiled when they are read: night-3", night, StringComparison.Ordinal);
        using var spoiled = JsonDocument.Parse(File.ReadAllText(folder["night.json"]));
        Assert.NotEqual(
            json.RootElement.GetProperty("checkpoints").GetRawText(), spoiled.RootElement.GetProperty("checkpoints").GetRawText());

        var pixels = Succeeds("teacher-report", "runs/small", "--json", "pixels.json", "--html", "pixels.html", "task=panoptic").Output;
        Assert.Matches(@"threshold +kept +accuracy", pixels);
        using var maps = JsonDocument.Parse(File.ReadAllText(folder["pixels.json"]));
        var judged = maps.RootElement.GetProperty("checkpoints").EnumerateArray().Last();
        Assert.Equal(16, judged.GetProperty("pixels").GetProperty("sweep").GetArrayLength());
        Assert.NotEqual(JsonValueKind.Null, judged.GetProperty("quality").ValueKind);
        Assert.NotEqual(JsonValueKind.Null, judged.GetProperty("pixel_drift").ValueKind);
        Assert.Contains("Scores of pixels against hits", File.ReadAllText(folder["pixels.html"]), StringComparison.Ordinal);

        Succeeds("eval", "runs/small", "--split", "val", "--save-predictions", "said");
        Succeeds(
            "labels", "report", "said/instances.json", "scenes", "format=coco_panoptic", "--score", "0.05", "--json", "said.json");
        using var said = JsonDocument.Parse(File.ReadAllText(folder["said.json"]));
        Assert.True(said.RootElement.GetProperty("quality").GetProperty("has_scores").GetBoolean());
        Assert.Equal(JsonValueKind.Null, said.RootElement.GetProperty("pixels").ValueKind);
        Refused("train.steps", "teacher-report", "runs/small", "train.steps=9");
        Refused("--json", "teacher-report", "runs/small", "--json", "runs/small/config.resolved.yaml");
        Refused("runs/small", "labels", "report", "runs/small", "scenes");
        Refused("runs/none", "teacher-report", "runs/none");
    }

    private Outcome Succeeds(params string[] line)
    {
        var outcome = Panoptes.RunIn(folder.Path, line);
        Assert.True(outcome.ExitCode == 0, $"{string.Join(' ', line)}: {outcome.Error}");
        return outcome;
    }

    private void Refused(string named, params string[] line)
    {
        var outcome = Panoptes.RunIn(folder.Path, line);
        Assert.Equal(ExitCode.BadInput, outcome.ExitCode);
        Assert.Contains(named, outcome.Error, StringComparison.Ordinal);
    }
}
