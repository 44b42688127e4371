using Panoptes.Experiments.Configuration;
using Panoptes.Foundation;
using Panoptes.Studies.Launchers;
using Panoptes.Tests;

namespace Panoptes.Studies.Tests.Launchers;

public class LauncherConfigTests
{
    [Fact]
    public void It_is_read_from_yaml_and_valid_as_it_is()
    {
        using var folder = new TemporaryFolder();
        var config = ConfigReader.Read<LauncherConfig>(
            folder.Write("launcher.yaml", """
                kind: slurm
                processes: 2
                setup: [module load cuda]
                local: {slots: 2, cores: 1, gpus: [0, 1, 2, 3]}
                slurm: {partition: gpu, time: "12:00:00", gpus: 1, array_limit: 4, extra: [--constraint=a100]}
                lsf: {walltime: "12:00", gmem: 24G, gpus: 1}
                """), []);
        config.Validate();
        Assert.Equal(
            (LauncherKind.Slurm, "gpu", 4, 120),
            (config.Kind, config.Slurm.Partition, config.Slurm.ArrayLimit, config.Slurm.Signal));
        Assert.Equal([0, 1, 2, 3], config.Local.Gpus);
        new LauncherConfig().Validate();
    }

    [Theory]
    [InlineData("slurm.time", "0", "a time above zero")]
    [InlineData("slurm.time", "0-00:00:00", "a time above zero")]
    [InlineData("slurm.time", "2", "more than the 120 s")]
    [InlineData("slurm.time", "ten", "D-HH:MM:SS")]
    [InlineData("slurm.time", "-5", "D-HH:MM:SS")]
    [InlineData("slurm.extra", "[constraint]", "begins with -")]
    [InlineData("slurm.partition", "\"a\\nb\"", "one line")]
    [InlineData("slurm.signal", "-1", "from 0 to")]
    [InlineData("lsf.walltime", "00:00", "a time above zero")]
    [InlineData("lsf.walltime", "2", "more than the 2 min")]
    [InlineData("lsf.walltime", "1:2:3", "minutes or HH:MM")]
    [InlineData("local.slots", "0", "from 1 to")]
    [InlineData("local.gpus", "[0, 0]", "each once")]
    [InlineData("processes", "0", "from 1 to")]
    public void What_a_scheduler_would_take_wrongly_is_refused_before(string setting, string value, string expected)
    {
        var error = Assert.Throws<InputException>(() => ConfigReader.Read<LauncherConfig>(null, [$"{setting}={value}"]).Validate());
        Assert.StartsWith($"launcher.{setting}: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("90", 5400)]
    [InlineData("1:30", 90)]
    [InlineData("12:00:00", 43_200)]
    [InlineData("1-12", 129_600)]
    [InlineData("1-00:30", 88_200)]
    [InlineData("2-00:00:01", 172_801)]
    public void Times_are_read_as_sbatch_does(string time, long seconds) => Assert.Equal(seconds, SlurmConfig.Seconds(time));

    [Fact]
    public void Every_slot_needs_a_gpu_for_each_process()
    {
        var config = new LauncherConfig { Processes = 2, Local = new LocalConfig { Slots = 2, Gpus = [0, 1, 2] } };
        Assert.Contains("at least 4", Assert.Throws<InputException>(config.Validate).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_kind_chooses_the_launcher()
    {
        foreach (var (kind, name) in new[]
        {
            (LauncherKind.Local, "local"), (LauncherKind.Slurm, "slurm"), (LauncherKind.Lsf, "lsf"), (LauncherKind.DryRun, "dry_run"),
        })
        {
            var launcher = new LauncherConfig { Kind = kind }.Make("jobs", _ => 0);
            Assert.Equal(name, launcher.Name);
            (launcher as IDisposable)?.Dispose();
        }
    }
}
