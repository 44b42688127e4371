using Panoptes.Studies.Launchers;

namespace Panoptes.Studies.Tests.Launchers;

public class DryRunTests
{
    [Theory]
    [InlineData(LauncherKind.Slurm, "#SBATCH --array=1-2", "would run: sbatch --parsable job.sh")]
    [InlineData(LauncherKind.Lsf, "#BSUB -J \"study[1-2]\"", "would run: bsub < job.sh")]
    [InlineData(LauncherKind.Local, "study/2: ", "2 cells through 1 slots")]
    [InlineData(LauncherKind.DryRun, "study/2: ", "study/1: ")]
    public void It_shows_everything_and_does_nothing(LauncherKind kind, string shown, string first)
    {
        using var nowhere = FakeScheduler.Written();
        var said = new List<string>();
        var launcher = new DryRunLauncher(new LauncherConfig { Kind = kind }, nowhere.Jobs);

        Assert.Empty(launcher.Submit(nowhere.Cells(2), said.Add));

        Assert.StartsWith(first, said[0], StringComparison.Ordinal);
        Assert.Contains(said, line => line.StartsWith(shown, StringComparison.Ordinal));
        Assert.Contains(said, line => line.Contains("cell.sh", StringComparison.Ordinal));
        Assert.False(Directory.Exists(nowhere.Jobs));
        Assert.Equal(JobPhase.Unknown, Assert.Single(launcher.Ask(["1"])).Phase);
    }
}
