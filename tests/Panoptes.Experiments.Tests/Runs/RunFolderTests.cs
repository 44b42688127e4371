using Panoptes.Experiments.Runs;
using Panoptes.Experiments.Settings;
using Panoptes.Foundation;
using Panoptes.Tests;

namespace Panoptes.Experiments.Tests.Runs;

public sealed class RunFolderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_name_comes_from_file_seed_and_fingerprint_so_that_the_same_command_finds_its_run()
    {
        var config = new RunConfig { Run = new() { Folder = folder.Path }, Train = new() { Seed = 3 } };
        var name = RunFolder.DerivedName(config, "configs/camvid/deeplab v3.yaml");
        Assert.Matches("^camvid-deeplab-v3-s3-[0-9a-f]{8}$", name);
        Assert.Equal(name, RunFolder.DerivedName(config with { Loader = new() { Workers = 9 } }, "configs/camvid/deeplab v3.yaml"));
        Assert.NotEqual(
            name, RunFolder.DerivedName(config with { Train = new() { Seed = 3, Steps = 9 } }, "configs/camvid/deeplab v3.yaml"));
    }

    [Fact]
    public void A_named_folder_of_another_configuration_is_refused_with_what_differs()
    {
        var config = new RunConfig { Run = new() { Folder = folder.Path, Name = "mine" } };
        RunFolder.ForTraining(config, null).WriteConfig(config);
        RunFolder.ForTraining(config with { Report = new() { Images = 3 } }, null);
        var other = config with { Train = new() { BatchSize = 3 } };
        var error = Assert.Throws<InputException>(() => RunFolder.ForTraining(other, null));
        Assert.Contains("train.batch_size was 8, now 3", error.Message);
        Assert.Contains("run.name=", error.Message);
    }

    [Theory]
    [InlineData("''")]
    [InlineData("..")]
    [InlineData("../elsewhere")]
    public void A_name_that_leads_out_of_the_folder_is_refused(string name) =>
        Assert.Contains("run.name", Assert.Throws<InputException>(
            () => Experiments.Configuration.ConfigReader.Read<RunConfig>(null, [$"run.name={name}"])).Message);

    [Fact]
    public void The_configuration_comes_back_from_the_folder_with_overrides_on_top()
    {
        var config = new RunConfig { Run = new() { Folder = folder.Path, Name = "mine" }, Train = new() { Steps = 77 } };
        var run = RunFolder.ForTraining(config, null);
        run.WriteConfig(config);
        var read = RunFolder.Existing(run.FullPath).ReadConfig(["data.root=there"]);
        Assert.Equal((77L, "there"), (read.Train.Steps, read.Data.Root));
    }

    [Fact]
    public void A_run_that_is_not_there_is_answered_with_the_nearest_name()
    {
        Directory.CreateDirectory(Path.Combine(folder.Path, "camvid-s0"));
        var error = Assert.Throws<InputException>(() => RunFolder.Existing(Path.Combine(folder.Path, "camvd-s0")));
        Assert.Contains("camvid-s0", error.Message);
    }

    [Fact]
    public void The_environment_of_an_attempt_holds_the_command_but_no_environment_variables()
    {
        Environment.SetEnvironmentVariable("PANOPTES_TEST_SECRET", "hunter2-secret");
        var run = RunFolder.ForTraining(new RunConfig { Run = new() { Folder = folder.Path, Name = "mine" } }, null);
        run.WriteEnvironment(RunEnvironment.Look(new ManualTime(), "1.13.1", 2, "cpu"), 1);
        var text = File.ReadAllText(run.EnvironmentJson);
        Assert.DoesNotContain("hunter2", text);
        Assert.Contains("command_line", text);
        Assert.Equal(2, run.ReadEnvironment()!.Threads);
        Assert.True(File.Exists(run.Attempt(1)));
    }
}
