using System.Security.Cryptography;
using Panoptes.Tests;

namespace Panoptes.Cli.Tests;

/// <summary>A run killed at any moment ends, once the same command was given again, with the bits of an unbroken one.</summary>
public sealed class KilledRunTests : IDisposable
{
    private const int Kills = 3;
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_run_of_two_stages_goes_on_in_its_stage()
    {
        var data = new SmallDataset(folder["data"]);
        SmallRun.WriteConfig(folder);
        const string Stages = "stages=[{name: first, steps: 6}, {name: second, steps: 6, start: {weights: best}, "
            + "set: ['train.optimizer.learning_rate=1e-4', 'augmentation.flip=0']}]";
        KillingChangesNothing(
            "small.yaml", [$"data.root={data.Root}", Stages, "train.steps=12", "train.evaluation.every=3", "train.checkpoint.every=2"]);
        Assert.Contains(
            "stage second: steps 7 to 12", Unbroken(["small.yaml", $"data.root={data.Root}", Stages, "train.steps=12", "run.name=told"]));
    }

    [Fact]
    public void A_panoptic_run_goes_on()
    {
        Assert.Equal(0, Panoptes.RunIn(folder.Path, ["data", "synth", "--out", "scenes", "--images", "8", "--size", "64x96"]).ExitCode);
        File.WriteAllText(folder["panoptic.yaml"], """
            data: {root: scenes, format: coco_panoptic}
            augmentation: {crop: [64, 96], resize_min: 0.8, resize_max: 1.2}
            loader: {workers: 0}
            model: {name: mask2former_mobilenetv2}
            train:
              steps: 6
              batch_size: 2
              threads: 1
              log_every: 1
              masks: {points: 256}
              optimizer: {learning_rate: 1e-4}
              schedule: {warm_up: none}
              checkpoint: {every: 1}
              evaluation: {every: 3}
            report: {tensor_board: false, images: 1, batch_samples: 1, image_width: 96}
            """);
        KillingChangesNothing("panoptic.yaml", []);
    }

    [Fact]
    public void A_run_that_pastes_what_it_found_goes_on()
    {
        Assert.Equal(0, Panoptes.RunIn(folder.Path, ["data", "synth", "--out", "scenes", "--images", "8", "--size", "64x96"]).ExitCode);
        File.WriteAllText(folder["pasting.yaml"], """
            data: {root: scenes, format: coco_panoptic}
            augmentation:
              crop: [64, 96]
              resize_min: 0.8
              resize_max: 1.2
              copy_paste: {source: predictions, startup_steps: 2, min_box: 4, min_score: 0, new_below: 1}
              strong: {}
            loader: {workers: 2}
            model: {name: mask2former_mobilenetv2}
            train:
              steps: 7
              batch_size: 2
              threads: 1
              log_every: 1
              masks: {points: 256}
              optimizer: {learning_rate: 1e-4}
              schedule: {warm_up: none}
              checkpoint: {every: 1}
              evaluation: {every: 4}
            report: {tensor_board: false, images: 1, batch_samples: 1, image_width: 96}
            """);
        KillingChangesNothing("pasting.yaml", []);
        var last = Directory.GetFiles(folder["runs/killed/checkpoints"], "step_*.safetensors").Order().Last();
        Assert.Contains("@stream/labeled/colors", System.Text.Encoding.UTF8.GetString(File.ReadAllBytes(last)));
    }

    [Fact]
    public void A_run_on_pairs_of_crops_goes_on_whether_or_not_their_index_was_kept()
    {
        Assert.Equal(0, Panoptes.RunIn(folder.Path, ["data", "synth", "--out", "scenes", "--images", "8", "--size", "64x96"]).ExitCode);
        File.WriteAllText(folder["pairs.yaml"], """
            data: {root: scenes, format: coco_panoptic, sampler: {kind: class_pair, sizes: [8, 24], anchor: mask_pixel}}
            augmentation: {crop: [64, 64], resize_min: 0.8, resize_max: 1.2}
            loader: {workers: 2}
            model: {name: panoptic_fcn_mobilenetv2}
            train:
              steps: 6
              batch_size: 2
              accumulation: 2
              threads: 1
              log_every: 1
              supervisors: [{kind: ground_truth}, {kind: intra_batch}]
              kernels: {sizes: [[1, 32], [16, 64], [32, 128], [64, 256], [128, 512]]}
              optimizer: {learning_rate: 1e-4}
              schedule: {warm_up: none}
              checkpoint: {every: 1}
              evaluation: {every: 3}
            report: {tensor_board: false, images: 1, batch_samples: 1, image_width: 96}
            """);
        KillingChangesNothing("pairs.yaml", []);
        Assert.Single(Directory.GetFiles(folder["runs/.segments"], "*.segments"));
        Directory.Delete(folder["runs/.segments"], recursive: true);
        var expected = Weights("unbroken");
        Unbroken(["pairs.yaml", "run.name=again"]);
        Assert.Equal(expected, Weights("again"));
    }

    [Theory]
    [InlineData("distillation={teacher_steps: 3, burn_in: 2}")]
    [InlineData("self_training={rounds: 2, steps: 2}", "train.teacher.view=clean", "train.teacher.flip=true")]
    public void A_run_with_a_teacher_goes_on_in_every_stage_and_between_them(params string[] method)
    {
        Assert.Equal(0, Panoptes.RunIn(folder.Path, ["data", "synth", "--out", "scenes", "--images", "8", "--size", "64x96"]).ExitCode);
        File.WriteAllText(folder["taught.yaml"], """
            task: instance
            data: {root: scenes, format: coco_panoptic, streams: {labeled: {}, unlabeled: {}}}
            augmentation: {crop: [64, 96], resize_min: 0.8, resize_max: 1.2}
            loader: {workers: 2}
            model: {name: mask2former_mobilenetv2}
            train:
              steps: 7
              batch_size: 2
              threads: 1
              log_every: 1
              masks: {points: 256}
              teacher: {decay: 0.9, labels: {score: 0.05, min_soft_area: 1}}
              optimizer: {learning_rate: 1e-4}
              schedule: {warm_up: none}
              checkpoint: {every: 1}
              evaluation: {every: 1}
            report: {tensor_board: false, images: 1, batch_samples: 1, image_width: 96}
            """);
        KillingChangesNothing("taught.yaml", method, mostLines: 32);
        var last = Directory.GetFiles(folder["runs/killed/checkpoints"], "step_*.safetensors").Order().Last();
        Assert.Contains("@supervisor/", System.Text.Encoding.UTF8.GetString(File.ReadAllBytes(last)));
        foreach (var (network, says) in new[] { ("student", "best weights"), ("teacher", "best teacher weights") })
        {
            var outcome = Panoptes.RunIn(
                folder.Path, ["eval", "runs/killed", "--split", "val", $"train.evaluation.network={network}"]);
            Assert.True(outcome.ExitCode == 0, outcome.Output + outcome.Error);
            Assert.Contains(says, outcome.Output);
        }
    }

    private void KillingChangesNothing(string config, string[] settings, int mostLines = 14)
    {
        string[] command = [config, .. settings, "run.name=unbroken"];
        Unbroken(command);
        var expected = Weights("unbroken");
        string[] killed = [config, .. settings, "run.name=killed"];
        var random = new Random();
        for (var kill = 0; kill < Kills; kill++)
        {
            using var process = Panoptes.Start(folder.Path, ["train", .. killed]);
            var lines = random.Next(1, mostLines);
            while (lines-- > 0 && process.StandardOutput.ReadLine() is not null)
            {
                Thread.Sleep(random.Next(20));
            }

            process.Kill(entireProcessTree: true);
            process.WaitForExit();
        }

        Unbroken(killed);
        Assert.Equal(expected, Weights("killed"));
    }

    private string Unbroken(string[] command)
    {
        var outcome = Panoptes.RunIn(folder.Path, ["train", .. command]);
        Assert.True(outcome.ExitCode == 0, outcome.Output + outcome.Error);
        return outcome.Output;
    }

    // The last checkpoint holds weights, momenta and the states of random generators; of its manifest only what differs by itself does.
    private string Weights(string run)
    {
        var file = Directory.GetFiles(folder[$"runs/{run}/checkpoints"], "step_*.safetensors").Order().Last();
        return $"{Path.GetFileName(file)} {Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file)))}";
    }
}
