using Panoptes.Foundation;
using Panoptes.Studies.Launchers;

namespace Panoptes.Studies.Tests.Launchers;

public class SlurmLauncherTests
{
    [Fact]
    public void A_missing_program_is_named()
    {
        using var slurm = FakeScheduler.Written();
        var programs = new SchedulerPrograms("Slurm", slurm.Folder["programs"]);
        var error = Assert.Throws<InputException>(() =>
            new SlurmLauncher(new LauncherConfig(), slurm.Jobs, programs).Submit(slurm.Cells(1), _ => { }));
        Assert.StartsWith(
            "sbatch: found no such program in PATH; expected the programs of Slurm;", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("4711\n")]
    [InlineData("4711;cluster2\n")]
    [InlineData("sbatch: note: 12 GPU hours left\n4711\n")]
    public void The_number_is_found_in_what_sbatch_says(string output)
    {
        using var slurm = FakeScheduler.Written();
        slurm.Program("sbatch", output, "sbatch: warning: a word of the site\n");
        var launcher = Launcher(slurm);
        Assert.Equal(["4711_1", "4711_2"], launcher.Submit(slurm.Cells(2), _ => { }).Select(job => job.Job));
        Assert.Equal([new SubmittedJob("cell1", "slurm", "4711")], launcher.Submit(slurm.Cells(1), _ => { }));
    }

    [Fact]
    public void What_sbatch_says_to_a_refusal_is_said_and_kept()
    {
        using var slurm = FakeScheduler.Written();
        slurm.Program("sbatch", "", "sbatch: error: invalid partition specified: gup\n", 1);
        var said = new List<string>();
        var error = Assert.Throws<InputException>(() => Launcher(slurm).Submit(slurm.Cells(9), said.Add));

        Assert.Contains("invalid partition specified: gup", error.Message, StringComparison.Ordinal);
        Assert.Contains("study/1 was refused", said[1], StringComparison.Ordinal);
        Assert.Equal(4, slurm.Calls("sbatch").Length); // The array, and the first few cells: not all of them in vain.
        var log = slurm.Folder.Files().First(file => file.EndsWith("submit.log", StringComparison.Ordinal));
        Assert.Contains("gup", File.ReadAllText(slurm.Folder[log]), StringComparison.Ordinal);
    }

    [Fact]
    public void A_cell_that_is_refused_takes_none_of_the_others_down()
    {
        using var slurm = FakeScheduler.Written();
        slurm.Script("sbatch", """
            grep -q -e '#SBATCH --array' -e cell2 "$2" "${2%/*}/cells.tsv" && { echo "sbatch: error: too much" >&2; exit 1; }
            wc -l <"$0.calls"
            """);
        var said = new List<string>();
        var jobs = Launcher(slurm).Submit(slurm.Cells(3), said.Add);
        Assert.Equal(["cell1", "cell3"], jobs.Select(job => job.Cell));
        Assert.Equal(["2", "4"], jobs.Select(job => job.Job));
        Assert.Contains(said, line => line.StartsWith("study/2 was refused: sbatch: error: too much", StringComparison.Ordinal));
    }

    [Fact]
    public void Many_cells_become_several_arrays()
    {
        using var slurm = FakeScheduler.Written();
        slurm.Script("sbatch", "echo $((100 * $(wc -l <\"$0.calls\")))");
        var launcher = new SlurmLauncher(
            new LauncherConfig { Slurm = new SlurmConfig { ArraySize = 2 } }, slurm.Jobs, slurm.Programs);
        Assert.Equal(
            ["100_1", "100_2", "200_1", "200_2", "300"], launcher.Submit(slurm.Cells(5), _ => { }).Select(job => job.Job));
    }

    [Fact]
    public void The_queue_is_asked_first_then_accounting_then_the_controller()
    {
        using var slurm = FakeScheduler.Written();
        slurm.Program("squeue", "7_1|R|None\n7_2|PD|Resources\n7_3|PR|None\n");
        slurm.Program("sacct", "7_3|PREEMPTED|75:0\n7_[4-5]|CANCELLED by 1000|0:0\n7_6|RUNNING|0:0\n8|OUT_OF_MEMORY|0:125\n");
        slurm.Script("scontrol", """
            if [[ $4 == 7 ]]; then
              echo 'JobId=31 ArrayJobId=7 ArrayTaskId=6 JobName=a JobState=FAILED Reason=NonZeroExitCode Dependency=(null) ExitCode=3:0 x=1'
              echo 'JobId=30 ArrayJobId=7 ArrayTaskId=8-9%4 JobName=a JobState=PENDING Reason=Priority ExitCode=0:0'
            else
              echo 'slurm_load_jobs error: Invalid job id specified' >&2; exit 1
            fi
            """);
        Assert.Equal(
            [
                "7_1 Running R ", "7_2 Pending PD Resources", "7_3 Interrupted PREEMPTED exit code 75:0", "7_4 Cancelled CANCELLED ",
                "7_6 Ended FAILED NonZeroExitCode, another holds the cell", "7_9 Pending PENDING Priority",
                "8 OutOfMemory OUT_OF_MEMORY exit code 0:125", "9 Unknown  ",
            ],
            Asked(slurm, "7_1", "7_2", "7_3", "7_4", "7_6", "7_9", "8", "9"));
        Assert.Single(slurm.Calls("squeue"));
        Assert.Equal(["show job --oneliner 7 ", "show job --oneliner 9 "], slurm.Calls("scontrol"));
    }

    [Fact]
    public void A_cluster_without_accounting_answers_from_the_controllers_memory()
    {
        using var slurm = FakeScheduler.Written();
        slurm.Program("squeue", "", "slurm_load_jobs error: Invalid job id specified\n", 1);
        slurm.Program("scontrol", "JobId=5 JobState=TIMEOUT Reason=TimeLimit ExitCode=0:0\n");
        Assert.Equal(["5 Interrupted TIMEOUT TimeLimit"], Asked(slurm, "5"));
        slurm.Program("sacct", "", "Slurm accounting storage is disabled\n", 1);
        Assert.Equal(["5 Interrupted TIMEOUT TimeLimit"], Asked(slurm, "5"));
    }

    [Fact]
    public void A_controller_that_cannot_be_reached_leaves_jobs_unknown_and_says_so()
    {
        using var slurm = FakeScheduler.Written();
        slurm.Program("squeue", "", "slurm_load_jobs error: Unable to contact slurm controller (connect failure)\n", 1);
        slurm.Program("scontrol", "", "slurm_load_jobs error: Unable to contact slurm controller (connect failure)\n", 1);
        Assert.Contains("Unable to contact slurm controller", Assert.Single(Asked(slurm, "5")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_program_that_never_answers_is_given_up()
    {
        using var slurm = FakeScheduler.Written();
        slurm.Script("squeue", "sleep 60");
        slurm.Program("scontrol", "", "slurm_load_jobs error: Socket timed out on send/recv operation\n", 1);
        var programs = new SchedulerPrograms("Slurm", $"{slurm.Folder["programs"]}:/usr/bin:/bin") { Patience = TimeSpan.FromSeconds(0.4) };
        var state = Assert.Single(new SlurmLauncher(new LauncherConfig(), slurm.Jobs, programs).Ask(["5"]));
        Assert.Equal((JobPhase.Unknown, "squeue: no answer within 0.4 s"), (state.Phase, state.Reason));
    }

    [Fact]
    public void Jobs_are_asked_about_in_batches()
    {
        using var slurm = FakeScheduler.Written();
        slurm.Script("squeue", "for id in ${4//[^0-9]/ }; do echo \"$id|R|None\"; done");
        var states = Launcher(slurm).Ask([.. Enumerable.Range(1, 450).Select(i => $"{i}")]);
        Assert.All(states, state => Assert.Equal(JobPhase.Running, state.Phase));
        Assert.Equal(3, slurm.Calls("squeue").Length);
    }

    [Fact]
    public void A_job_that_has_submitted_itself_again_is_followed()
    {
        using var slurm = FakeScheduler.Written();
        slurm.Folder.Write("jobs of a study/slurm-1/moved.5_2", "6_2\n");
        slurm.Folder.Write("jobs of a study/slurm-1/moved.6_2", "7_2\n");
        slurm.Program("squeue", "7_2|R|None\n5_1|R|None\n");
        slurm.Program("scancel", "");
        Assert.Equal(["5_2 Running R ", "5_1 Running R "], Asked(slurm, "5_2", "5_1"));
        Launcher(slurm).Cancel(["5_2"]);
        Assert.Equal(["--quiet 7_2 "], slurm.Calls("scancel"));
    }

    [Fact]
    public void Jobs_that_are_not_ones_own_cannot_be_cancelled()
    {
        using var slurm = FakeScheduler.Written();
        slurm.Program("scancel", "", "scancel: error: Kill job error on job id 5: Access/permission denied\n", 1);
        Assert.Contains(
            "permission denied", Assert.Throws<InputException>(() => Launcher(slurm).Cancel(["5"])).Message, StringComparison.Ordinal);
    }

    private static SlurmLauncher Launcher(FakeScheduler slurm) => new(new LauncherConfig(), slurm.Jobs, slurm.Programs);

    private static IEnumerable<string> Asked(FakeScheduler slurm, params string[] jobs) =>
        Launcher(slurm).Ask(jobs).Select(state => $"{state.Job} {state.Phase} {state.Code} {state.Reason}");
}
