using Panoptes.Studies.Launchers;

namespace Panoptes.Studies.Tests.Launchers;

public class SlurmCycleTests
{
    [Theory]
    [InlineData("FAKE_SIGNAL", true)]
    [InlineData("FAKE_PREEMPT", true)]
    [InlineData("FAKE_PREEMPT_CANCEL", true)]
    [InlineData("FAKE_PATIENT", true)]
    [InlineData("FAKE_PREEMPT_CANCEL", false)]
    public void A_cell_that_is_interrupted_goes_on_until_it_is_done(string fault, bool requeue)
    {
        using var slurm = FakeScheduler.Slurm((fault, "1"), ("FAKE_FAIL", "2"));
        var launcher = new SlurmLauncher(
            new LauncherConfig { Slurm = new SlurmConfig { Requeue = requeue } }, slurm.Jobs, slurm.Programs);
        var jobs = launcher.Submit(slurm.Cells(2), _ => { });

        var states = slurm.Wait(launcher, jobs);

        Assert.Equal([JobPhase.Ended, JobPhase.Failed], states.Select(state => state.Phase));
        Assert.Equal("exit code 1:0", states[1].Reason);
        Assert.Equal(6, slurm.Step("cell1"));
        Assert.Contains("stopped at step", slurm.Log(1), StringComparison.Ordinal);
        Assert.Contains($"scheduler slurm, job {(requeue ? jobs[0].Job : "101_1")}, port 2", slurm.Log(1), StringComparison.Ordinal);
    }

    [Fact]
    public void A_single_cell_that_may_not_be_requeued_is_submitted_again_and_found_under_its_old_number()
    {
        using var slurm = FakeScheduler.Slurm(("FAKE_SIGNAL", "0"), ("FAKE_NO_REQUEUE", "yes"));
        var launcher = new SlurmLauncher(new LauncherConfig(), slurm.Jobs, slurm.Programs);
        var jobs = launcher.Submit(slurm.Cells(1), _ => { });

        var states = slurm.Wait(launcher, jobs);

        Assert.Equal([(jobs[0].Job, JobPhase.Ended)], states.Select(state => (state.Job, state.Phase)));
        Assert.Equal(6, slurm.Step("cell1"));
        Assert.Contains("submitted again as 101", string.Concat(slurm.Folder.Files()
            .Where(file => file.EndsWith(".out", StringComparison.Ordinal)).Select(file => File.ReadAllText(slurm.Folder[file]))),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Who_cancels_a_cell_does_not_find_it_running_again()
    {
        using var slurm = FakeScheduler.Slurm();
        var launcher = new SlurmLauncher(
            new LauncherConfig { Slurm = new SlurmConfig { ArrayLimit = 1 } }, slurm.Jobs, slurm.Programs);
        var jobs = launcher.Submit(slurm.Cells(2, steps: 1000), _ => { });
        SpinWait.SpinUntil(() => slurm.Step("cell1") > 0, TimeSpan.FromSeconds(20));
        Assert.Equal(
            [(JobPhase.Running, ""), (JobPhase.Pending, "JobArrayTaskLimit")],
            launcher.Ask([.. jobs.Select(job => job.Job)]).Select(state => (state.Phase, state.Reason)));

        launcher.Cancel([jobs[1].Job, jobs[0].Job]);

        Assert.All(slurm.Wait(launcher, jobs), state => Assert.Equal(JobPhase.Cancelled, state.Phase));
        Assert.Contains("stopped at step", slurm.Log(1), StringComparison.Ordinal);
        Assert.Equal(0, slurm.Step("cell2"));
    }
}
