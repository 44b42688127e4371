using Panoptes.Studies.Launchers;

namespace Panoptes.Studies.Tests.Launchers;

public class LsfCycleTests
{
    private static readonly string[] Ended = ["Ended", "Ended", "Failed", "Interrupted", "OutOfMemory", "Interrupted", "Ended"];

    [Fact]
    public void Whatever_becomes_of_one_cell_the_others_end_and_each_says_the_truth()
    {
        using var lsf = FakeScheduler.Lsf(
            ("FAKE_WARN", "2"), ("FAKE_FAIL", "3"), ("FAKE_LOST", "4"), ("FAKE_MEMLIMIT", "5"), ("FAKE_PREEMPT", "6"),
            ("FAKE_RUNLIMIT", "7"));
        var launcher = new LsfLauncher(new LauncherConfig { Lsf = new LsfConfig { ArrayLimit = 4 } }, lsf.Jobs, lsf.Programs);
        var jobs = launcher.Submit(lsf.Cells(7), _ => { });

        var states = lsf.Wait(launcher, jobs);

        Assert.Equal(Ended, states.Select(state => $"{state.Phase}"));
        Assert.Equal("exit code 1", states[2].Reason);
        Assert.Equal("TERM_ZOMBI", states[3].Code);
        Assert.Equal("TERM_MEMLIMIT", states[4].Code);
        Assert.Equal("TERM_PREEMPT", states[5].Code);
        Assert.Contains("stopped at step", lsf.Log(2), StringComparison.Ordinal);
        Assert.Contains($"job {jobs[1].Job}", lsf.Log(2), StringComparison.Ordinal);
        Assert.Equal([6L, 6, 1], new[] { "cell2", "cell7", "cell3" }.Select(lsf.Step));

        // What is not done is submitted once more.
        var again = launcher.Submit([.. lsf.Cells(7).Where(cell => lsf.Step(cell.Cell) < 6 && cell.Cell != "cell3")], _ => { });
        Assert.All(lsf.Wait(launcher, again), state => Assert.Equal(JobPhase.Ended, state.Phase));
        Assert.Equal(6, lsf.Step("cell4"));
    }

    [Fact]
    public void A_cell_that_may_not_be_requeued_is_submitted_again_and_found_under_its_old_number()
    {
        using var lsf = FakeScheduler.Lsf(("FAKE_WARN", "1 2"), ("FAKE_NO_REQUEUE", "yes"));
        var launcher = new LsfLauncher(new LauncherConfig(), lsf.Jobs, lsf.Programs);
        var jobs = launcher.Submit(lsf.Cells(2), _ => { });

        var states = lsf.Wait(launcher, jobs);

        Assert.All(states, state => Assert.Equal(JobPhase.Ended, state.Phase));
        Assert.Equal(jobs.Select(job => job.Job), states.Select(state => state.Job));
        Assert.Equal([6L, 6], new[] { "cell1", "cell2" }.Select(lsf.Step));
        Assert.Contains("job 101[", lsf.Log(1) + lsf.Log(2), StringComparison.Ordinal);
    }

    [Fact]
    public void Who_cancels_a_cell_does_not_find_it_running_again()
    {
        using var lsf = FakeScheduler.Lsf();
        var launcher = new LsfLauncher(new LauncherConfig { Lsf = new LsfConfig { ArrayLimit = 1 } }, lsf.Jobs, lsf.Programs);
        var jobs = launcher.Submit(lsf.Cells(2, steps: 1000), _ => { });
        SpinWait.SpinUntil(() => lsf.Step("cell1") > 0, TimeSpan.FromSeconds(20));

        launcher.Cancel([jobs[1].Job, jobs[0].Job, "999"]);

        Assert.All(lsf.Wait(launcher, jobs), state => Assert.Equal((JobPhase.Cancelled, "TERM_OWNER"), (state.Phase, state.Code)));
        Assert.Contains("stopped at step", lsf.Log(1), StringComparison.Ordinal);
        Assert.Equal(0, lsf.Step("cell2"));
    }
}
