using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Panoptes.Tests;

namespace Panoptes.Cli.Tests;

/// <summary>Two processes that train one run, started as a user starts them.</summary>
public sealed class ManyProcessTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public ManyProcessTests() => Assert.Equal(
        0, Panoptes.RunIn(folder.Path, ["data", "synth", "--out", "scenes", "--images", "12", "--size", "64x96"]).ExitCode);

    public void Dispose() => folder.Dispose();

    // Batch normalization over all processes, means over valid pixels, samples drawn for the whole batch.
    [Fact]
    public void Two_processes_have_the_losses_of_one_with_the_whole_batch() =>
        LossesAreThoseOfOneProcess("deeplabv3plus_mobilenetv2", "semantic", "model.dropout=0");

    // Means over masks and boxes, points and samples of anchors; and of images that a teacher labels.
    [Theory]
    [Trait("Speed", "Slow")]
    [InlineData("mask2former_mobilenetv2", "panoptic", "train.masks.points=256")]
    [InlineData("panoptic_cascade_mask_rcnn_r18", "panoptic", "train.detection.proposals=64")]
    [InlineData("panoptic_fcn_mobilenetv2", "panoptic", "train.kernels.sizes=[[1, 32], [16, 64], [32, 128], [64, 256], [128, 512]]")]
    [InlineData(
        "mask2former_mobilenetv2", "instance", "train.masks.points=256", "distillation={teacher_steps: 1, burn_in: 1}", "train.steps=3",
        "data.streams={labeled: {}, unlabeled: {}}", "train.teacher={labels: {score: 0.05, min_soft_area: 1}}",
        "augmentation.strong={}")]
    [InlineData(
        "mask2former_mobilenetv2", "panoptic", "train.masks.points=256", "train.processes.pool=all", "augmentation.strong={}",
        "augmentation.copy_paste={}", "train.supervisors=[{kind: ground_truth}, {kind: intra_batch}]")]
    [InlineData(
        "panoptic_fcn_mobilenetv2", "panoptic", "train.kernels.sizes=[[1, 32], [16, 64], [32, 128], [64, 256], [128, 512]]",
        "train.processes.pool=all", "data.sampler={kind: class_pair}", "train.supervisors=[{kind: ground_truth}, {kind: intra_batch}]")]
    [InlineData(
        "panoptic_cascade_mask_rcnn_r18", "panoptic", "train.detection.proposals=64",
        "augmentation.copy_paste={source: predictions, startup_steps: 1, min_score: 0, min_box: 0, max_detections: 5}")]
    public void Two_processes_have_the_losses_of_one_whatever_the_model(string model, string task, params string[] settings) =>
        LossesAreThoseOfOneProcess(model, task, settings);

    [Fact]
    public async Task Whichever_process_is_killed_both_end_and_go_on_to_the_same_bits()
    {
        string[] command = [Config("deeplabv3plus_mobilenetv2", "semantic"), "train.steps=12", "train.evaluation.every=6"];
        Succeed(["launch", "--processes", "2", "train", .. command, "run.name=unbroken"]);
        var random = new Random();
        for (var kill = 0; kill < 2; kill++)
        {
            using var launcher = Panoptes.Start(
                folder.Path, ["launch", "--processes", "2", "train", .. command, "run.name=killed", "train.processes.step_deadline=10"]);
            var output = launcher.StandardOutput;
            while (await output.ReadLineAsync() is { } line && !line.StartsWith("step", StringComparison.Ordinal))
            {
            }

            await Task.Delay(random.Next(600));
            var children = ChildrenOf(launcher.Id);
            if (children.Count > 0)
            {
                Process.GetProcessById(children[kill % children.Count]).Kill();
            }

            var error = launcher.StandardError.ReadToEndAsync();
            await output.ReadToEndAsync();
            await launcher.WaitForExitAsync();
            Assert.True(launcher.ExitCode is 0 or 75, $"exit code {launcher.ExitCode}: {await error}");
        }

        Succeed(["launch", "--processes", "2", "train", .. command, "run.name=killed"]);
        Assert.Equal(Weights("unbroken"), Weights("killed"));
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void Another_number_of_processes_goes_on_with_the_same_images()
    {
        string[] command =
            [Config("deeplabv3plus_mobilenetv2", "semantic"), "train.steps=4", "model.dropout=0", "train.evaluation.every=4"];
        Succeed(["train", .. command, "run.name=one"]);
        Succeed(["launch", "--processes", "2", "train", .. command, "run.name=changing"]);

        // As if it had been stopped in the middle.
        File.Delete(Directory.GetFiles(folder["runs/changing/checkpoints"], "step_*.safetensors").Order().Last());
        var outcome = Panoptes.RunIn(folder.Path, ["launch", "--processes", "4", "train", .. command, "run.name=changing"]);

        Assert.True(outcome.ExitCode == 0, outcome.Output + outcome.Error);
        Assert.Contains("goes on with 4 processes instead of 2", outcome.Output);
        Assert.Equal(Losses("one")[^1], Losses("changing")[^1], Losses("one")[^1] * 0.02);
    }

    [Fact]
    public void A_batch_that_cannot_be_shared_is_refused()
    {
        var outcome = Panoptes.RunIn(
            folder.Path, ["launch", "--processes", "3", "train", Config("deeplabv3plus_mobilenetv2", "semantic")]);

        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("train.batch_size: found 4 for 3 processes; expected a multiple of 3", outcome.Error);
        Assert.False(Directory.Exists(folder["runs"]));
    }

    [Fact]
    public void An_address_that_other_machines_cannot_reach_is_refused_before_anyone_waits()
    {
        var outcome = Panoptes.RunWith(
            folder.Path,
            new Dictionary<string, string>
            {
                ["RANK"] = "1",
                ["WORLD_SIZE"] = "2",
                ["LOCAL_RANK"] = "0",
                ["LOCAL_WORLD_SIZE"] = "1",
                ["MASTER_ADDR"] = "127.0.0.1",
                ["MASTER_PORT"] = "29500",
            },
            "train", Config("deeplabv3plus_mobilenetv2", "semantic"));

        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("MASTER_ADDR: found 127.0.0.1", outcome.Error);
        Assert.False(Directory.Exists(folder["runs"]));
    }

    private void LossesAreThoseOfOneProcess(string model, string task, params string[] settings)
    {
        string[] command = [Config(model, task), .. settings];
        Succeed(["train", .. command, "run.name=one"]);
        Succeed(["launch", "--processes", "2", "train", .. command, "run.name=two"]);

        var (one, two) = (Losses("one"), Losses("two"));
        Assert.Equal(one.Count, two.Count);
        Assert.Equal(one[0], two[0], one[0] * 1e-5);

        // Rounding is another, and grows from step to step.
        Assert.All(one.Zip(two), pair => Assert.Equal(pair.First, pair.Second, Math.Abs(pair.First) * 0.02));
        // What both measured of the best weights is what one measures of them.
        var together = Measured("two");
        Succeed("eval", "runs/two", "train.threads=1");
        Assert.Equal(Measured("two"), together);
        Assert.Contains("rank 1; 2 of 4 images each", File.ReadAllText(folder["runs/two/ranks/1/log.txt"]));
    }

    private string Config(string model, string task)
    {
        File.WriteAllText(folder["config.yaml"], $$"""
            task: {{task}}
            data: {root: scenes, format: coco_panoptic}
            augmentation: {crop: [64, 96], resize_min: 0.8, resize_max: 1.2}
            loader: {workers: 0}
            model: {name: {{model}}}
            train:
              steps: 3
              batch_size: 4
              threads: 1
              log_every: 1
              optimizer: {learning_rate: 1e-5}
              schedule: {warm_up: none}
              checkpoint: {every: 2}
              evaluation: {every: 3}
            report: {tensor_board: false, images: 1, batch_samples: 1, image_width: 96}
            """);
        return "config.yaml";
    }

    private void Succeed(params string[] command)
    {
        var outcome = Panoptes.RunIn(folder.Path, command);
        Assert.True(outcome.ExitCode == 0, outcome.Output + outcome.Error);
    }

    private List<double> Losses(string run) =>
        [.. File.ReadLines(folder[$"runs/{run}/events.jsonl"]).Select(line => JsonDocument.Parse(line).RootElement)
            .Where(entry => entry.TryGetProperty("loss", out _)).Select(entry => entry.GetProperty("loss").GetDouble())];

    private string Measured(string run) =>
        JsonDocument.Parse(File.ReadAllText(folder[$"runs/{run}/evaluation/val.json"])).RootElement.GetProperty("kinds").GetRawText();

    private string Weights(string run) => Convert.ToHexString(
        SHA256.HashData(File.ReadAllBytes(Directory.GetFiles(folder[$"runs/{run}/checkpoints"], "step_*.safetensors").Order().Last())));

    private static List<int> ChildrenOf(int parent) =>
        [.. Directory.GetDirectories("/proc").Select(Path.GetFileName).Where(name => int.TryParse(name, out _))
            .Select(name => (Id: int.Parse(name!, CultureInfo.InvariantCulture), Stat: Read($"/proc/{name}/stat")))
            .Where(entry => entry.Stat.Split(") ") is [_, .., { } rest] && rest.Split(' ') is [_, var own, ..]
                && own == parent.ToString(CultureInfo.InvariantCulture))
            .Select(entry => entry.Id)];

    private static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (IOException)
        {
            return "";
        }
    }
}
