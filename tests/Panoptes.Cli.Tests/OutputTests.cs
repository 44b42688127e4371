using Panoptes.Tests;

namespace Panoptes.Cli.Tests;

/// <summary>Where results may go.</summary>
public sealed class OutputTests(TrainedRun trained) : IClassFixture<TrainedRun>, IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Predict_does_not_replace_its_photos_nor_ground_truth()
    {
        var photos = Directory.CreateDirectory(folder["photos"]).FullName;
        File.Copy(trained.Data.Image("test"), Path.Combine(photos, "test0.png"));
        var labels = Directory.CreateDirectory(folder["labels"]).FullName;
        File.Copy(trained.Data.Label("test"), Path.Combine(labels, "test0.png"));
        var before = Snapshot();
        Refused(Panoptes.Run("predict", trained.Run, photos, "--out", photos, "--force"), "the input");
        Refused(Panoptes.Run("predict", trained.Run, Path.Combine(photos, "test0.png"), "--out", photos, "--force"), "the input");
        Refused(Panoptes.Run("predict", trained.Run, photos, "--out", labels), "did not write", "--force");
        Assert.Equal(before, Snapshot());
    }

    [Fact]
    public void Predict_writes_its_results_again_and_refuses_images_of_one_name()
    {
        for (var i = 0; i < 2; i++)
        {
            var outcome = Panoptes.Run("predict", trained.Run, trained.Data.Image("test"), "--out", folder["out"]);
            Assert.True(outcome.ExitCode == 0, outcome.Error);
        }

        Directory.CreateDirectory(folder["a"]);
        File.Copy(trained.Data.Image("test"), folder["a/x.png"]);
        File.Copy(trained.Data.Image("test"), folder["a/X.png"]);
        Refused(Panoptes.Run("predict", trained.Run, folder["a"], "--out", folder["b"]), "x.png", "X.png");
        Assert.False(Directory.Exists(folder["b"]));
    }

    [Fact]
    public void A_data_set_of_ones_own_is_not_taken_for_an_earlier_synthetic_one()
    {
        var own = new SmallDataset(folder["own"]);
        var before = Snapshot();
        Refused(Run("data", "synth", "--out", own.Root, "--images", "4", "--size", "32x64"), "other files");
        Refused(Run("data", "preview", own.Root, "--out", own.Image()), "the input");
        Refused(Run("data", "check", own.Root, "--report", Path.Combine(own.Root, "classes.json"), "--force"), "the input");
        Refused(Run(
            "score", "semantic", "--gt", Path.Combine(own.Root, "val", "labels"), "--pred", Path.Combine(own.Root, "val", "labels"),
            "--classes", Path.Combine(own.Root, "classes.json"), "--raw-predictions", "--out", own.Label("val"), "--force"), "the input");
        Refused(Run("score", "semantic", "--gt", Path.Combine(own.Root, "val", "labels"), "--pred", Path.Combine(
            own.Root, "val", "labels"), "--classes", "x", "--out", folder["one"], "--html", folder["one"]), "two results");
        Assert.Equal(before, Snapshot());
    }

    [Fact]
    public void Scenes_are_drawn_again_over_an_earlier_call_and_never_over_files_put_among_them()
    {
        string[] words = ["data", "synth", "--out", folder["scenes"], "--size", "32x64", "--images"];
        Assert.Equal(0, Run([.. words, "6"]).ExitCode);
        Assert.Equal(0, Run([.. words, "4"]).ExitCode);
        Assert.Equal(2, Directory.GetFiles(folder["scenes/train/images"]).Count(file => !Path.GetFileName(file).StartsWith('.')));
        File.WriteAllText(folder["scenes/train/images/mine.png"], "mine");
        Refused(Run([.. words, "5"]), "mine.png");
    }

    [Fact]
    public void A_configuration_and_its_bases_are_not_replaced_by_a_scaled_one()
    {
        File.WriteAllText(folder["base.yaml"], "train: {batch_size: 4, steps: 100}\n");
        File.WriteAllText(folder["run.yaml"], "base: base.yaml\nmodel: {name: pspnet_r18}\n");
        foreach (var name in new[] { "base.yaml", "run.yaml" })
        {
            Refused(Run("config", "scale", folder["run.yaml"], "--batch", "8", "--out", folder[name], "--force"), "the input");
        }
    }

    [Fact]
    public void A_folder_that_is_no_run_is_not_trained_into()
    {
        File.WriteAllText(Path.Combine(Directory.CreateDirectory(folder["runs/small"]).FullName, "report.html"), "mine");
        Refused(SmallRun.Train(folder, trained.Data), "report.html");
        Assert.Equal("mine", File.ReadAllText(folder["runs/small/report.html"]));
    }

    private string[] Snapshot() =>
        [.. Directory.GetFiles(folder.Path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Select(file => $"{file} {Convert.ToHexString(File.ReadAllBytes(file))}")];

    private static Outcome Run(params string[] words)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var code = PanoptesCommand.Run(words, output, error);
        return new Outcome(code, output.ToString(), error.ToString());
    }

    private static void Refused(Outcome outcome, params string[] expected)
    {
        Assert.True(outcome.ExitCode == 1, $"exit code {outcome.ExitCode}: {outcome.Output} {outcome.Error}");
        var line = Assert.Single(outcome.ErrorLines);
        Assert.All(expected, text => Assert.Contains(text, line));
    }
}
