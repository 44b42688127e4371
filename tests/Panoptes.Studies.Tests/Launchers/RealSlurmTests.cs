using System.Diagnostics;
using System.Globalization;
using Panoptes.Studies.Launchers;
using Xunit.Abstractions;

namespace Panoptes.Studies.Tests.Launchers;

/// <summary>With real Slurm, which eng/test-study-slurm.sh starts: the node has 2 cores, and partitions as eng/slurm.sh says.</summary>
[Trait("Speed", "Slow")]
public class RealSlurmTests(ITestOutputHelper output)
{
    private const int Steps = 40;
    private const int Count = 12;
    private const int OutOfTime = Count;
    private readonly Stopwatch clock = Stopwatch.StartNew();

    [NeedsSlurmFact]
    public void Twelve_cells_end_done_or_with_the_truth_whatever_happens()
    {
        var (seen, again) = Cycle("low", requeue: true, fail: "7");

        // Cancelled, failed: as they were. Pushed out, out of time: went on by themselves.
        Assert.Equal(JobPhase.Cancelled, seen[3].Phase);
        Assert.Equal(JobPhase.Failed, seen[7].Phase);
        Assert.All(
            seen.Where(cell => cell.Key is not (3 or 7)), cell => Assert.Equal((cell.Key, JobPhase.Ended), (cell.Key, cell.Value.Phase)));
        Assert.Equal([3, 7], again.Keys.Order());
        Assert.Equal([JobPhase.Ended, JobPhase.Ended], again.OrderBy(cell => cell.Key).Select(cell => cell.Value.Phase));
    }

    [NeedsSlurmFact]
    public void Where_a_cluster_cancels_what_it_pushes_out_cells_submit_themselves_again()
    {
        using var slurm = FakeScheduler.Real();
        var config = new LauncherConfig { Slurm = new SlurmConfig { Partition = "doomed", Requeue = false } };
        var launcher = new SlurmLauncher(config, slurm.Jobs);
        var jobs = launcher.Submit(Cells(slurm, 2, Steps), Say);
        Until(() => slurm.Step("cell1") > 2 && slurm.Step("cell2") > 2);
        Run("srun", "--partition=high", "-n", "2", "--mpi=none", "sleep", "1");

        var states = Wait(launcher, jobs);

        Assert.All(states, state => Assert.Equal(JobPhase.Ended, state.Phase));
        Assert.Equal([Steps, Steps], new[] { "cell1", "cell2" }.Select(slurm.Step));
        Assert.All([1, 2], cell => Assert.Contains("stopped at step", slurm.Log(cell), StringComparison.Ordinal));
    }

    [NeedsSlurmFact]
    public void A_pre_emption_with_time_to_spare_is_told_to_the_cell()
    {
        using var slurm = FakeScheduler.Real();
        var launcher = new SlurmLauncher(new LauncherConfig { Slurm = new SlurmConfig { Partition = "patient" } }, slurm.Jobs);
        var jobs = launcher.Submit([.. Cells(slurm, 1, Steps)], Say);
        Until(() => slurm.Step("cell1") > 2);
        Run("srun", "--partition=high", "-n", "2", "--mpi=none", "sleep", "1");

        Assert.Equal(JobPhase.Ended, Assert.Single(Wait(launcher, jobs)).Phase);
        Assert.Contains("stopped at step", slurm.Log(1), StringComparison.Ordinal);
    }

    private (Dictionary<int, JobState> Seen, Dictionary<int, JobState> Again) Cycle(string partition, bool requeue, string fail)
    {
        using var slurm = FakeScheduler.Real();
        Environment.SetEnvironmentVariable("FAKE_FAIL", fail);
        var config = new LauncherConfig
        {
            Slurm = new SlurmConfig { Partition = partition, Time = "3", Signal = 120, ArrayLimit = 2, Cpus = 1, Requeue = requeue },
        };
        var launcher = new SlurmLauncher(config, slurm.Jobs);
        var cells = Cells(slurm, Count, Steps);
        cells[OutOfTime - 1] = Cells(slurm, Count, steps: 400)[OutOfTime - 1];
        var jobs = launcher.Submit(cells, Say);
        Say($"submitted {jobs[0].Job} to {jobs[^1].Job}");

        Until(() => slurm.Step("cell1") > 2 && slurm.Step("cell2") > 2);
        Say("a job of a higher partition comes");
        Run("srun", "--partition=high", "-n", "2", "--mpi=none", "sleep", "1");
        Until(() => slurm.Step("cell3") > 2);
        Say("cell 3 is cancelled");
        launcher.Cancel([jobs[2].Job]);
        Until(() => slurm.Step("cell5") > 2);
        Say("slurmd is killed, and started again after 5 s");
        var pid = File.ReadAllText(Path.Combine(Environment.GetEnvironmentVariable("PANOPTES_TEST_SLURM")!, "slurmd.pid")).Trim();
        Run("kill", "-9", pid);
        Thread.Sleep(5000);
        Say(string.Join(", ", launcher.Ask([.. jobs.Select(job => job.Job)]).Select(state => $"{state.Job} {state.Code}")));
        Run("slurmd", "-N", Environment.MachineName.Split('.')[0]);

        var seen = Named(jobs, Wait(launcher, jobs));
        Show(slurm, seen);
        Environment.SetEnvironmentVariable("FAKE_FAIL", null);
        var rest = cells.Where(cell => seen[Number(cell.Cell)].Phase != JobPhase.Ended).ToList();
        Say($"once more: {string.Join(", ", rest.Select(cell => cell.Cell))}");
        var second = launcher.Submit(rest, Say);
        var again = Named(second, Wait(launcher, second));
        Show(slurm, again);
        Assert.All(Enumerable.Range(1, Count), i => Assert.Equal((i, i == OutOfTime ? 400 : Steps), (i, (int)slurm.Step($"cell{i}"))));
        Assert.Contains("stopped at step", slurm.Log(OutOfTime), StringComparison.Ordinal);
        Assert.Contains("stopped at step", slurm.Log(1), StringComparison.Ordinal);
        return (seen, again);
    }

    private static Dictionary<int, JobState> Named(IReadOnlyList<SubmittedJob> jobs, IReadOnlyList<JobState> states) =>
        jobs.Zip(states).ToDictionary(pair => Number(pair.First.Cell), pair => pair.Second);

    private static int Number(string cell) => int.Parse(cell.AsSpan(4), CultureInfo.InvariantCulture);

    private static List<JobRequest> Cells(FakeScheduler slurm, int count, int steps) =>
    [
        .. slurm.Cells(count, steps).Select(cell => cell with
        {
            Command = cell.Command with { Arguments = [.. cell.Command.Arguments, "0.25"] },
        }),
    ];

    private IReadOnlyList<JobState> Wait(SlurmLauncher launcher, IReadOnlyList<SubmittedJob> jobs)
    {
        var states = launcher.Ask([.. jobs.Select(job => job.Job)]);
        Until(() =>
        {
            states = launcher.Ask([.. jobs.Select(job => job.Job)]);
            return states.All(state => state.Phase is not (JobPhase.Pending or JobPhase.Running));
        });
        return states;
    }

    private void Show(FakeScheduler slurm, Dictionary<int, JobState> states)
    {
        foreach (var (cell, state) in states.OrderBy(pair => pair.Key))
        {
            var attempts = slurm.Log(cell).Split("attempt of").Length - 1;
            var step = slurm.Step($"cell{cell}");
            Say($"cell {cell}: step {step}, {attempts} attempts, {state.Job} {state.Phase} {state.Code} {state.Reason}");
        }
    }

    private void Say(string text) => output.WriteLine($"{clock.Elapsed.TotalSeconds,6:0.0} s  {text}");

    private static void Until(Func<bool> holds)
    {
        for (var until = DateTime.UtcNow.AddSeconds(500); !holds(); Thread.Sleep(500))
        {
            Assert.True(DateTime.UtcNow < until, "too late");
        }
    }

    private static void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }
}

/// <summary>A fact that needs Slurm on this machine, as eng/test-study-slurm.sh starts it.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NeedsSlurmFactAttribute : FactAttribute
{
    public NeedsSlurmFactAttribute()
    {
        if (Environment.GetEnvironmentVariable("PANOPTES_TEST_SLURM") is null)
        {
            Skip = "needs Slurm on this machine, which eng/test-study-slurm.sh starts";
        }
    }
}
