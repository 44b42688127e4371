using Panoptes.Foundation;
using Panoptes.Studies.Launchers;

namespace Panoptes.Studies.Tests.Launchers;

public class LsfLauncherTests
{
    [Fact]
    public void A_missing_program_is_named()
    {
        using var lsf = FakeScheduler.Written();
        var programs = new SchedulerPrograms("LSF", lsf.Folder["programs"]);
        var error = Assert.Throws<InputException>(() =>
            new LsfLauncher(new LauncherConfig(), lsf.Jobs, programs).Submit(lsf.Cells(1), _ => { }));
        Assert.StartsWith("bsub: found no such program in PATH; expected the programs of LSF;", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_script_goes_to_standard_input_and_the_number_is_found()
    {
        using var lsf = FakeScheduler.Written();
        lsf.Script("bsub", "grep -q '^#BSUB -J \"study' && echo 'Job <4711> is submitted to queue <gpu>.'");
        var launcher = Launcher(lsf);
        Assert.Equal(["4711[1]", "4711[2]"], launcher.Submit(lsf.Cells(2), _ => { }).Select(job => job.Job));
        Assert.Equal([new SubmittedJob("cell1", "lsf", "4711")], launcher.Submit(lsf.Cells(1), _ => { }));
        Assert.All(lsf.Calls("bsub"), call => Assert.Equal("", call.Trim()));
    }

    [Fact]
    public void What_bsub_says_to_a_refusal_is_said()
    {
        using var lsf = FakeScheduler.Written();
        lsf.Program("bsub", "", "gup: No such queue. Job not submitted.\n", 255);
        var error = Assert.Throws<InputException>(() => Launcher(lsf).Submit(lsf.Cells(2), _ => { }));
        Assert.StartsWith("bsub: found the answer: gup: No such queue. Job not submitted.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Jobs_and_elements_of_arrays_are_told_apart_and_what_is_not_found_is_unknown()
    {
        using var lsf = FakeScheduler.Written();
        lsf.Program("bjobs", """
            7|1|RUN|-|-|-
            7|2|PEND|-|-|Job slot limit reached|2 hosts; 
            7|3|EXIT|140|TERM_RUNLIMIT: job killed after reaching LSF run time limit|-
            8|0|DONE|-|-|-
            """, "Job <9> is not found\n", 255);
        var states = Launcher(lsf).Ask(["7[1]", "7[2]", "7[3]", "8", "9"]);
        Assert.Equal(
            [
                "7[1] Running RUN ", "7[2] Pending PEND Job slot limit reached|2 hosts;",
                "7[3] Interrupted TERM_RUNLIMIT job killed after reaching LSF run time limit", "8 Ended DONE ", "9 Unknown  ",
            ],
            states.Select(state => $"{state.Job} {state.Phase} {state.Code} {state.Reason}"));
        Assert.Equal(
            ["-a -noheader -o jobid jobindex stat exit_code exit_reason pend_reason delimiter='|' 7 8 9 "], lsf.Calls("bjobs"));
    }

    [Fact]
    public void A_cluster_that_does_not_answer_leaves_jobs_unknown_and_says_so()
    {
        using var lsf = FakeScheduler.Written();
        lsf.Program("bjobs", "", "LSF is down. Please wait ...\n", 255);
        Assert.Equal(
            new JobState("5", JobPhase.Unknown, "", "bjobs: LSF is down. Please wait ..."), Assert.Single(Launcher(lsf).Ask(["5"])));
    }

    [Fact]
    public void Who_may_not_kill_a_job_is_told()
    {
        using var lsf = FakeScheduler.Written();
        lsf.Program("bkill", "", "Job <5>: User permission denied\n", 255);
        Assert.Contains(
            "User permission denied", Assert.Throws<InputException>(() => Launcher(lsf).Cancel(["5"])).Message, StringComparison.Ordinal);
        lsf.Program("bkill", "", "Job <5>: Job has already finished\n", 255);
        Launcher(lsf).Cancel(["5"]);
    }

    private static LsfLauncher Launcher(FakeScheduler lsf) => new(new LauncherConfig(), lsf.Jobs, lsf.Programs);
}
