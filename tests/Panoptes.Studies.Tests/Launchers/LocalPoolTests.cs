using System.Collections.Concurrent;
using Panoptes.Experiments.Launching;
using Panoptes.Foundation;
using Panoptes.Studies.Launchers;

namespace Panoptes.Studies.Tests.Launchers;

public class LocalPoolTests
{
    private static readonly LauncherConfig TwoSlots = new() { Local = new LocalConfig { Slots = 2 } };

    [Fact]
    public void A_cell_that_fails_takes_none_of_the_others_down_and_each_has_its_log()
    {
        using var local = FakeScheduler.Written();
        using var pool = new LocalPool(TwoSlots, local.Step);
        var cells = local.Cells(3, steps: 1);
        cells.Add(Shell(local, 4, "echo broken; exit 1"));
        cells.Add(Shell(local, 5, "exit 3"));
        cells.Add(Shell(local, 6, "kill -9 $$"));
        cells.Add(cells[0] with { Cell = "cell7", Command = new ChildCommand("/no/such/program", []), Log = local.Folder["logs/7"] });
        File.WriteAllText(local.Folder.NewFile("logs/it's 1.log"), "an earlier attempt\n");
        var said = new ConcurrentBag<string>();
        var began = new ConcurrentBag<SubmittedJob>();

        var ends = pool.Run(cells, said.Add, began.Add);

        Assert.Equal(
            [
                "Ended 0 ", "Ended 0 ", "Ended 0 ", "Failed 1 exit code 1: broken", "Ended 3 another holds the cell",
                "Failed 137 killed, as the system does when memory runs out",
            ],
            ends.Take(6).Select(end => $"{end.Phase} {end.Code} {end.Reason}"));
        Assert.Equal((JobPhase.Failed, 127), (ends[6].Phase, ends[6].Code));
        Assert.StartsWith("an earlier attempt\nattempt of 1 from step 0, scheduler local", local.Log(1), StringComparison.Ordinal);
        Assert.Contains("done at step 1", local.Log(3), StringComparison.Ordinal);
        Assert.Contains(said, line => line == "study/4: exit code 1: broken");
        Assert.Equal(7, began.Select(job => job.Job).Distinct().Count());
    }

    [Fact]
    public void An_interrupted_cell_goes_on_while_it_makes_progress_and_is_given_up_after_three_times_without()
    {
        using var local = FakeScheduler.Written();
        using var pool = new LocalPool(TwoSlots, cell => cell == "cell1" ? new FileInfo(local.Folder.NewFile("logs/it's 1.log")).Exists
            ? local.Log(1).Split('\n').Length / 2 : 0 : 0);
        var ends = pool.Run(
            [
                Shell(local, 1, "echo line; [ $(wc -l <\"$0\") -gt 9 ] || exit 75", local.Folder["logs/it's 1.log"]),
                Shell(local, 2, "exit 75"),
            ],
            _ => { });

        // The first makes a step every second time: never three times without.
        Assert.Equal((JobPhase.Ended, 10), (ends[0].Phase, ends[0].Attempts));
        Assert.Equal((JobPhase.Interrupted, 3), (ends[1].Phase, ends[1].Attempts));
        Assert.Contains("3 times without progress", ends[1].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_signal_is_passed_on_and_the_cells_are_waited_for()
    {
        using var local = FakeScheduler.Written();
        using var pool = new LocalPool(TwoSlots, local.Step);
        var run = Task.Run(() => pool.Run(local.Cells(3, steps: 10_000), _ => { }));
        Assert.True(SpinWait.SpinUntil(() => local.Step("cell1") > 0 && local.Step("cell2") > 0, TimeSpan.FromSeconds(30)));

        pool.Receive(SignalNumbers.Interrupt);

        var ends = await run;
        Assert.All(ends, end => Assert.Equal(JobPhase.Interrupted, end.Phase));
        Assert.Equal([75, 75, -1], ends.Select(end => end.Code));
        Assert.Contains("stopped at step", local.Log(1), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_interrupt_ends_what_does_not_listen()
    {
        using var local = FakeScheduler.Written();
        using var pool = new LocalPool(TwoSlots, local.Step);
        var run = Task.Run(() => pool.Run(
            [Shell(local, 1, "trap '' TERM; : >\"$0\"; while :; do sleep 0.1; done", local.Folder["deaf"])], _ => { }));
        Assert.True(SpinWait.SpinUntil(() => File.Exists(local.Folder["deaf"]), TimeSpan.FromSeconds(30)));
        pool.Receive(SignalNumbers.Interrupt);
        Assert.NotSame(run, await Task.WhenAny(run, Task.Delay(200)));
        pool.Receive(SignalNumbers.Interrupt);
        Assert.Equal(137, Assert.Single(await run).Code);
    }

    [Fact]
    public void A_slot_has_its_cores_and_gpus_and_a_port_of_its_own()
    {
        using var local = FakeScheduler.Written();
        var config = new LauncherConfig
        {
            Processes = 2,
            Workdir = local.Folder.Path,
            Setup = ["export MODULE='loaded first'"],
            Local = new LocalConfig { Slots = 1, Cores = 1, Gpus = [4, 6] },
        };
        using var pool = new LocalPool(config, local.Step);
        var end = Assert.Single(pool.Run(
            [Shell(local, 1, "echo \"$CUDA_VISIBLE_DEVICES|$(nproc)|$MODULE|$PWD|$MASTER_PORT\"")], _ => { }));
        Assert.Equal(JobPhase.Ended, end.Phase);
        var fields = local.Log(1).Trim().Split('|');
        Assert.Equal(["4,6", "1", "loaded first", local.Folder.Path], fields[..4]);
        Assert.InRange(int.Parse(fields[4]), 20_000, 29_499);
    }

    [Fact]
    public void Slots_share_cores_and_gpus_without_overlap()
    {
        var config = new LauncherConfig { Local = new LocalConfig { Slots = 2, Cores = 2, Gpus = [0, 1] } };
        var slots = new LocalSlots(config, [0, 1, 4, 5]);
        var command = slots.Command(1, new ChildCommand("panoptes", ["cell"]));
        Assert.Equal(("taskset", "--cpu-list 4,5 panoptes cell"), (command.Program, string.Join(' ', command.Arguments)));
        var variables = new Dictionary<string, string?> { ["RANK"] = "3" };
        slots.Set(variables, 1, "9-1", 20_001);
        Assert.Equal(("1", "20001", false), (variables["CUDA_VISIBLE_DEVICES"], variables["MASTER_PORT"], variables.ContainsKey("RANK")));
        var error = Assert.Throws<InputException>(() => new LocalSlots(config, [0, 1, 2]));
        Assert.Contains("at most the 3 cores", error.Message, StringComparison.Ordinal);
        Assert.Equal([0, 1, 2, 8], LocalSlots.Allowed(["Cpus_allowed_list:\t0-2,8"]));
    }

    [Fact]
    public void No_port_is_given_twice()
    {
        var ports = new FreePorts();
        var given = Enumerable.Range(0, 300).Select(_ => ports.Take()).ToList();
        Assert.Equal(given.Count, given.Distinct().Count());
        Assert.All(given, port => Assert.InRange(port, 20_000, 29_499));
    }

    [Fact]
    public void In_the_background_cells_of_all_submissions_share_the_slots_and_can_be_cancelled()
    {
        using var local = FakeScheduler.Written();
        using var launcher = new LocalLauncher(new LauncherConfig(), local.Step);
        var first = launcher.Submit(local.Cells(1, steps: 10_000), _ => { });
        var second = launcher.Submit([.. local.Cells(3, steps: 1).Skip(1)], _ => { });
        Assert.True(SpinWait.SpinUntil(() => local.Step("cell1") > 0, TimeSpan.FromSeconds(30)));
        var jobs = first.Concat(second).Select(job => job.Job).ToList();
        Assert.Equal(3, jobs.Distinct().Count());
        Assert.Equal(
            [JobPhase.Running, JobPhase.Pending, JobPhase.Pending, JobPhase.Unknown],
            launcher.Ask([.. jobs, "9"]).Select(state => state.Phase));

        launcher.Cancel([jobs[0], jobs[1]]);
        launcher.Wait();

        Assert.Equal(
            [JobPhase.Cancelled, JobPhase.Cancelled, JobPhase.Ended], launcher.Ask(jobs).Select(state => state.Phase));
    }

    private static JobRequest Shell(FakeScheduler local, int cell, string script, params string[] arguments) => new(
        $"cell{cell}", $"study/{cell}", "f", new ChildCommand("/bin/bash", ["-c", script, .. arguments]),
        local.Folder[$"logs/it's {cell}.log"], null);
}
