using Panoptes.Tests;

namespace Panoptes.Cli.Tests;

/// <summary>A trained run that tests copy before they spoil it.</summary>
public sealed class TrainedRun : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public TrainedRun()
    {
        Data = new SmallDataset(folder["data"]);
        Training = SmallRun.Train(folder, Data);
    }

    internal SmallDataset Data { get; }

    internal Outcome Training { get; }

    /// <summary>The run's folder.</summary>
    public string Run => folder[SmallRun.Name];

    /// <summary>Makes a copy of the run below another folder.</summary>
    public string CopyTo(string target)
    {
        foreach (var file in Directory.EnumerateFiles(Run, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(target, Path.GetRelativePath(Run, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        return target;
    }

    public void Dispose() => folder.Dispose();
}

/// <summary>What is said of configurations, weights, checkpoints and outputs that cannot be used.</summary>
public sealed class RunErrorTests(TrainedRun trained) : IClassFixture<TrainedRun>, IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_small_training_ends_well_and_its_run_can_be_measured_and_used()
    {
        Assert.True(trained.Training.ExitCode == 0, trained.Training.Error);
        Assert.True(File.Exists(Path.Combine(trained.Run, "report.html")));

        var run = trained.CopyTo(folder["run"]);
        var measured = Panoptes.Run("eval", run, "--split", "test");
        Assert.True(measured.ExitCode == 0, measured.Error);
        Assert.Contains("mIoU", measured.Output);
        Assert.True(File.Exists(Path.Combine(run, "evaluation", "test.json")));

        var predicted = Panoptes.Run("predict", run, trained.Data.Image("test"), "--out", folder["out"]);
        Assert.True(predicted.ExitCode == 0, predicted.Error);
        Assert.Equal(
            ["index.html", "legend.jpg", "test0.overlay.jpg", "test0.png"],
            Directory.GetFiles(folder["out"]).Select(file => Path.GetFileName(file)!).Where(name => name[0] != '.').Order());
    }

    [Fact]
    public void The_same_command_again_finds_the_run_done()
    {
        var own = new SmallDataset(folder["data"]);
        SmallRun.Train(folder, own);
        var again = SmallRun.Train(folder, own);
        Assert.Equal(0, again.ExitCode);
        Assert.Contains("all 2 steps are done already", again.Output);
    }

    [Theory]
    [InlineData("train.stepps=3", "did you mean 'train.steps'?")]
    [InlineData("train.steps=many", "train.steps")]
    [InlineData("train.steps=-1", "train.steps")]
    [InlineData("model.name=deeplabv3plus_mobilnetv2", "deeplabv3plus_mobilenetv2")]
    [InlineData("train.steps", "train.steps")]
    public void A_wrong_setting_is_named_with_what_it_should_be(string setting, string expected) =>
        Refused(SmallRun.Train(folder, trained.Data, setting), expected);

    [Fact]
    public void An_unknown_key_in_the_file_is_named_with_its_line()
    {
        File.WriteAllText(folder["wrong.yaml"], "train:\n  steps: 2\n  bach_size: 4\n");
        Refused(Panoptes.Run("train", folder["wrong.yaml"]), "wrong.yaml", "3", "batch_size");
    }

    [Fact]
    public void A_missing_configuration_is_named() => Refused(Panoptes.Run("train", folder["none.yaml"]), "none.yaml");

    [Fact]
    public void A_missing_data_folder_is_named() =>
        Refused(SmallRun.Train(folder, trained.Data, $"data.root={folder["nowhere"]}"), "nowhere");

    [Fact]
    public void Weights_of_another_model_are_refused_with_what_does_not_fit()
    {
        var export = folder["other.safetensors"];
        File.WriteAllBytes(export, SmallSafetensors.Bytes("layer4.0.conv1.weight", [8, 8]));
        Refused(SmallRun.Train(folder, trained.Data, $"model.weights={export}"), "other.safetensors", "backbone");
    }

    [Theory]
    [InlineData("evil.pth", true)]
    [InlineData("evil.pkl", false)]
    public void A_pickle_that_wants_to_run_code_is_refused_and_runs_nothing(string name, bool isZip)
    {
        var (file, made) = (folder[name], folder["made"]);
        if (isZip)
        {
            BadFiles.WriteEvilCheckpoint(file, made);
        }
        else
        {
            File.WriteAllBytes(file, [0x80, 2, .. BadFiles.EvilPickle(made)]);
        }

        Refused(Panoptes.Run("weights", "inspect", file), name);
        Refused(Panoptes.Run("weights", "import", file, "--model", "pspnet_r18", "--out", folder["imported.safetensors"]), name);
        Assert.Equal([name], folder.Files());
    }

    [Fact]
    public void A_damaged_newest_checkpoint_is_said_aloud_and_the_older_one_used()
    {
        var own = new SmallDataset(folder["data"]);
        SmallRun.Train(folder, own, "train.evaluation.every=0");
        var newest = Checkpoints(folder[SmallRun.Name])[^1];
        BadFiles.Corrupt(newest);
        var again = SmallRun.Train(folder, own, "train.evaluation.every=0");
        Assert.Equal(0, again.ExitCode);
        Assert.Contains(Path.GetFileName(newest), again.Output);
        Assert.Contains("going on from step 1 of 2", again.Output);
    }

    [Fact]
    public void A_damaged_best_is_named_with_the_last_that_is_whole_and_damaged_steps_with_the_best()
    {
        var run = trained.CopyTo(folder["run"]);
        var best = Path.Combine(run, "checkpoints", "best.safetensors");
        File.Copy(best, folder["best"]);
        BadFiles.Corrupt(best);
        Refused(Panoptes.Run("eval", run), "best.safetensors", "--weights last", "of step 2");
        File.Copy(folder["best"], best, overwrite: true);
        foreach (var file in Checkpoints(run))
        {
            BadFiles.Corrupt(file);
        }

        Refused(
            Panoptes.Run("predict", run, trained.Data.Image("test"), "--out", folder["out"], "--weights", "last"),
            "best.safetensors, of step 2, is whole", "--weights best");
    }

    [Fact]
    public void A_finished_run_is_made_longer_by_a_new_run_from_its_weights()
    {
        var run = trained.CopyTo(folder["runs/small"]);
        SmallRun.WriteConfig(folder);
        Refused(SmallRun.Train(folder, trained.Data, "train.steps=3"), "train.steps was 2, now 3", "model.weights=");
        var longer = SmallRun.Train(
            folder, trained.Data, "train.steps=3", "run.name=longer",
            $"model.weights={Path.Combine(run, "checkpoints", "best.safetensors")}");
        Assert.True(longer.ExitCode == 0, longer.Error);
        Assert.Contains("100", longer.Output);
    }

    [Fact]
    public void A_run_whose_checkpoint_is_damaged_is_not_measured()
    {
        var run = trained.CopyTo(folder["run"]);
        File.Delete(Path.Combine(run, "evaluation", "val.json"));
        foreach (var file in Directory.GetFiles(Path.Combine(run, "checkpoints"), "*", SearchOption.AllDirectories))
        {
            BadFiles.Corrupt(file);
        }

        Refused(Panoptes.Run("eval", run), "checkpoints");
        Assert.False(File.Exists(Path.Combine(run, "evaluation", "test.json")));
    }

    [Fact]
    public void An_unknown_run_is_refused_with_the_nearest_one()
    {
        trained.CopyTo(folder["runs/first"]);
        Refused(Panoptes.Run("eval", folder["runs/frist"]), "did you mean", "first");
    }

    [Theory]
    [InlineData("truncated")]
    [InlineData("huge")]
    [InlineData("missing")]
    public void An_image_that_cannot_be_read_is_named_and_nothing_is_written_for_it(string fault)
    {
        var image = folder["photo.png"];
        if (fault == "huge")
        {
            BadFiles.WriteHugePng(image);
        }
        else if (fault == "truncated")
        {
            File.Copy(trained.Data.Image("test"), image);
            BadFiles.Truncate(image, 0.5);
        }

        var outcome = Panoptes.Run("predict", trained.Run, image, "--out", folder["out"]);
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("photo.png", outcome.Output + outcome.Error);
        Assert.True(!Directory.Exists(folder["out"]) || Directory.GetFiles(folder["out"]).Length == 0);
    }

    [Fact]
    public void An_output_that_cannot_be_written_is_named()
    {
        File.WriteAllText(folder["file"], "not a folder");
        Refused(Panoptes.Run("predict", trained.Run, trained.Data.Image("test"), "--out", folder["file/out"]), "file");
        Refused(Panoptes.Run("data", "preview", trained.Data.Root, "--out", folder["file/page.html"]), "file");
        Refused(Panoptes.Run("data", "synth", "--out", folder["file/scenes"], "--images", "4", "--size", "32x64"), "file");
        Refused(SmallRun.Train(folder, trained.Data, $"run.folder={folder["file"]}"), "file");
        Assert.Equal("not a folder", File.ReadAllText(folder["file"]));
    }

    private static string[] Checkpoints(string run) =>
        [.. Directory.GetFiles(Path.Combine(run, "checkpoints")).Where(file => !Path.GetFileName(file).StartsWith("best"))
            .Order(StringComparer.Ordinal)];

    private static void Refused(Outcome outcome, params string[] expected)
    {
        Assert.True(outcome.ExitCode == 1, $"exit code {outcome.ExitCode}: {outcome.Output} {outcome.Error}");
        var line = Assert.Single(outcome.ErrorLines);
        Assert.StartsWith("panoptes: ", line);
        Assert.All(expected, text => Assert.Contains(text, line));
    }
}
