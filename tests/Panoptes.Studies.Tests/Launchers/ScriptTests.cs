using System.Diagnostics;
using Panoptes.Experiments.Launching;
using Panoptes.Foundation;
using Panoptes.Studies.Launchers;

namespace Panoptes.Studies.Tests.Launchers;

public class ScriptTests
{
    private static readonly LauncherConfig Config = new()
    {
        Processes = 2,
        Workdir = "/srv/of a user",
        Setup = ["module load cuda/12.4"],
        Slurm = new SlurmConfig
        {
            Partition = "gpu",
            Account = "vision",
            Time = "1-00:00:00",
            Gpus = 1,
            Cpus = 8,
            ArrayLimit = 4,
            Extra = ["--constraint=a100"],
        },
        Lsf = new LsfConfig
        {
            Queue = "gpu",
            Project = "vision",
            Walltime = "12:00",
            Gpus = 1,
            Gmem = "24G",
            Cpus = 8,
            Mem = "64G",
            ArrayLimit = 4,
            Extra = ["-R \"select[hname!='node7']\""],
        },
    };

    [Theory]
    [InlineData("slurm-array.sh", 12)]
    [InlineData("slurm-single.sh", 1)]
    [InlineData("lsf-array.sh", 12)]
    [InlineData("lsf-single.sh", 1)]
    public void Scripts_are_as_they_were_looked_at(string golden, int cells)
    {
        var requests = Requests(cells);
        var isSlurm = golden.StartsWith("slurm", StringComparison.Ordinal);
        var config = cells > 1 ? Config : new LauncherConfig { Workdir = "/work", Slurm = new SlurmConfig { Requeue = false, Signal = 0 } };
        var script = isSlurm
            ? SlurmScript.Write(config, "/data/a study/jobs/100%", requests) : LsfScript.Write(config, "/data/a study/jobs", requests);

        Assert.Equal(File.ReadAllText(LauncherFiles.Path($"Golden/{golden}")), script);
        Assert.Equal("", Bash("bash -n", script));
    }

    [Fact]
    public void The_table_has_a_line_for_each_task()
    {
        Assert.Equal(File.ReadAllText(LauncherFiles.Path("Golden/cells.tsv")), JobFolder.Table(Requests(2)));
        var request = Requests(1)[0] with { Log = "a\nb" };
        Assert.Contains("one line", Assert.Throws<InputException>(() => JobFolder.Table([request])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_known_of_the_memory_is_asked_for_where_nothing_else_is_said()
    {
        var requests = Requests(2).Select((request, i) => request with { MemoryMib = i == 0 ? 1000 : 2000 }).ToList();
        Assert.Contains("#SBATCH --mem=2000M\n", SlurmScript.Write(Config, "/f", requests), StringComparison.Ordinal);
        Assert.Contains(":gmem=2000M\"\n", LsfScript.Write(
            new LauncherConfig { Lsf = new LsfConfig { Gpus = 1 } }, "/f", requests), StringComparison.Ordinal);
        Assert.Contains("rusage[mem=2000M]", LsfScript.Write(new LauncherConfig(), "/f", requests), StringComparison.Ordinal);
        Assert.Contains("#SBATCH --mem=3G\n", SlurmScript.Write(
            new LauncherConfig { Slurm = new SlurmConfig { Mem = "3G" } }, "/f", requests), StringComparison.Ordinal);
    }

    [Fact]
    public void Bash_reads_every_word_as_it_was()
    {
        string[] words =
        [
            "plain", "", "two words", "it's", "\"$HOME\" `id` \\", "$'x'", "a\nb", "tab\there", "umlaut ä ß 漢字", "*?[a]",
            "--x=1,2:3@4%5+6",
            "\u0007bell's \\ end", "!history", "#no comment", "~",
        ];
        var output = Bash("bash", $"printf '%s\\0' {ShellText.Join(words)}");
        Assert.Equal(words, output.Split('\0')[..^1]);
        Assert.DoesNotContain('\n', ShellText.Join(words));
    }

    private static List<JobRequest> Requests(int count) => [.. Enumerable.Range(1, count).Select(i => new JobRequest(
        $"{i}bcdef01", count > 1 ? $"a study/camvid/segformer/b16/s{i}" : "a study/one", $"{i:x}{new string('0', 63)}"[..64],
        new ChildCommand("/opt/pan optes/panoptes", ["cell", "run", "/data/a study", $"{i}bcdef01"]), $"/data/a study/cells/{i}/job.log",
        null))];

    private static string Bash(string command, string input)
    {
        using var process = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", $"exec {command} 2>&1"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        return process.StandardOutput.ReadToEnd();
    }
}
