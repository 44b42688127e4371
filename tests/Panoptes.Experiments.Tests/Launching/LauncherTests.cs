using Panoptes.Experiments.Launching;
using Panoptes.Foundation;

namespace Panoptes.Experiments.Tests.Launching;

/// <summary>How processes are started, and what becomes of them where one fails.</summary>
public sealed class LauncherTests : IDisposable
{
    private const string Sleep = "exec sleep 600";
    private readonly LaunchScene scene = new();

    public void Dispose() => scene.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Every_process_is_told_its_place_and_all_meet_at_one_new_file(int processes)
    {
        Assert.Equal(0, scene.Run(
            processes, "echo $RANK $WORLD_SIZE $LOCAL_RANK $LOCAL_WORLD_SIZE $PANOPTES_RESTARTS >\"$0/$RANK\"; "
                + "echo \"$PANOPTES_STORE\" >\"$0/store-$RANK\"; echo $PANOPTES_LAUNCHER_PID $MASTER_PORT >\"$0/launcher\""));
        var stores = new List<string>();
        for (var rank = 0; rank < processes; rank++)
        {
            Assert.Equal([$"{rank} {processes} {rank} {processes} 0"], scene.Lines($"{rank}"));
            stores.AddRange(scene.Lines($"store-{rank}"));
        }

        Assert.Equal([$"{Environment.ProcessId}"], scene.Lines("launcher").Select(line => line.Trim()));
        Assert.False(Directory.Exists(Path.GetDirectoryName(Assert.Single(stores.Distinct()))));
        Assert.Equal("", scene.Output);
    }

    [Fact]
    public void Processes_of_several_hosts_meet_at_an_address()
    {
        Assert.Equal(0, scene.Run(
            2, "echo $RANK $WORLD_SIZE $LOCAL_RANK $LOCAL_WORLD_SIZE $MASTER_ADDR $MASTER_PORT x$PANOPTES_STORE >\"$0/$RANK\"",
            options => options with { Hosts = 3, Host = 2, Address = "[fe80::1]:29500" }));
        Assert.Equal(["4 6 0 2 fe80::1 29500 x"], scene.Lines("4"));
        Assert.Equal(["5 6 1 2 fe80::1 29500 x"], scene.Lines("5"));
    }

    [Fact]
    public void The_first_process_that_fails_ends_the_others_and_is_named_with_its_last_line()
    {
        var code = scene.Run(
            3, "if [ $RANK = 2 ]; then for i in $(seq 30); do echo line $i; done; echo 'the reason' >&2; exit 3; fi; " + Sleep);
        Assert.Equal(3, code);
        var lines = scene.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(21, lines.Length);
        Assert.Equal("rank 2: line 12", lines[0]);
        Assert.Equal("rank 2: the reason", lines[19]);
        var log = scene.Folder["logs/rank-2.log"];
        Assert.Equal($"panoptes launch: rank 2 ended with exit code 3: the reason (its log is {log})", lines[20]);
        Assert.Equal(31, File.ReadAllLines(log).Length);
    }

    [Fact]
    public void The_first_process_of_the_machine_passes_its_errors_through()
    {
        Assert.Equal(4, scene.Run(2, $"[ $RANK = 1 ] && {Sleep}; echo first >&2; echo last >&2; exit 4"));
        Assert.Equal("first\nlast\n", scene.Console);
        Assert.Equal("panoptes launch: rank 0 ended with exit code 4: last\n", scene.Output);
    }

    [Fact]
    public void A_process_that_only_lost_another_is_not_the_culprit()
    {
        // Rank 0 ends first; rank 1, which it lost, after that.
        var code = scene.Run(
            3, $"case $RANK in 0) touch \"$0/gone\"; exit 75;; 1) while [ ! -e \"$0/gone\" ]; do sleep 0.02; done; sleep 0.1; exit 6;; "
                + $"*) {Sleep};; esac", window: 60);
        Assert.Equal(6, code);
        Assert.Contains("rank 1 ended with exit code 6", scene.Output);
    }

    [Fact]
    public void Where_all_say_that_a_restart_helps_so_does_the_launcher()
    {
        Assert.Equal(75, scene.Run(3, $"[ $RANK = 1 ] && exit 75; {Sleep}"));
        Assert.Contains("rank 1 ended with exit code 75", scene.Output);
    }

    [Fact]
    public void A_process_that_was_killed_is_named_with_the_signal()
    {
        Assert.Equal(75, scene.Run(2, $"[ $RANK = 1 ] && kill -9 $$; {Sleep}"));
        Assert.Contains("panoptes launch: rank 1 was killed by SIGKILL", scene.Output);
    }

    [Fact]
    public void A_process_that_does_not_end_when_it_is_told_to_is_killed()
    {
        var code = scene.Run(
            2, "if [ $RANK = 0 ]; then trap '' TERM; touch \"$0/deaf\"; while :; do sleep 0.05; done; fi; "
                + "while [ ! -e \"$0/deaf\" ]; do sleep 0.02; done; exit 5", options => options with { Grace = 0.1 });
        Assert.Equal(5, code);
        Assert.StartsWith(
            "panoptes launch: rank 0 did not end within 0.1 seconds of SIGTERM and was killed: it may be what hung\n"
                + "panoptes launch: rank 1 ended with exit code 5", scene.Output.Replace("rank 1: ", "", StringComparison.Ordinal));
    }

    [Fact]
    public void All_are_started_again_where_that_may_help()
    {
        var code = scene.Run(
            2, "echo $PANOPTES_RESTARTS $PANOPTES_STORE >>\"$0/starts-$RANK\"; echo start $PANOPTES_RESTARTS; "
                + "while ! grep -qs \"^$PANOPTES_RESTARTS \" \"$0/starts-0\"; do sleep 0.02; done; "
                + $"case $RANK$PANOPTES_RESTARTS in 10) kill -9 $$;; 11) exit 75;; ?2) exit 0;; *) {Sleep};; esac",
            options => options with { Restarts = 3 });
        Assert.Equal(0, code);
        Assert.Equal(
            "panoptes launch: restart 1 of 3: rank 1 was killed by SIGKILL\n"
                + "panoptes launch: restart 2 of 3: rank 1 ended with exit code 75\n", scene.Output);
        Assert.Equal(["start 0", "start 1", "start 2"], scene.Lines("logs/rank-1.log"));
        Assert.Equal(3, scene.Lines("starts-1").Distinct().Count());
        Assert.Equal(scene.Lines("starts-0"), scene.Lines("starts-1"));
    }

    [Fact]
    public void After_the_last_restart_the_end_is_the_last_one()
    {
        Assert.Equal(75, scene.Run(2, $"[ $RANK = 1 ] && {{ echo $PANOPTES_RESTARTS; exit 75; }}; {Sleep}", options => options with
        {
            Restarts = 1,
        }));
        Assert.StartsWith("panoptes launch: restart 1 of 1: rank 1 ended with exit code 75\nrank 1: 1\n", scene.Output);
        Assert.DoesNotContain("rank 1: 0", scene.Output);
    }

    [Fact]
    public void What_would_fail_again_is_not_started_again()
    {
        Assert.Equal(1, scene.Run(2, $"[ $RANK = 1 ] && {{ echo x >>\"$0/starts\"; exit 1; }}; {Sleep}", options => options with
        {
            Restarts = 3,
        }));
        Assert.Single(scene.Lines("starts"));
    }

    [Fact]
    public void Logs_of_a_failure_stay_without_the_file_where_they_met()
    {
        Assert.Equal(1, scene.Run(
            2, $"touch \"$PANOPTES_STORE\"; [ $RANK = 1 ] && {{ echo why; exit 1; }}; {Sleep}", options => options with { Logs = null }));
        var log = scene.Output.Split("(its log is ")[1].TrimEnd('\n', ')');
        Assert.Equal(["why"], File.ReadAllLines(log));
        var folder = Path.GetDirectoryName(Path.GetDirectoryName(log))!;
        Assert.Equal(Path.GetDirectoryName(log), Assert.Single(Directory.GetFileSystemEntries(folder)));
        Assert.True(
            OperatingSystem.IsWindows()
            || File.GetUnixFileMode(folder) == (UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute));
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void Cores_are_shared_out_unless_it_is_said_otherwise()
    {
        var variables = new Dictionary<string, string?> { ["MASTER_PORT"] = "1", ["TORCHELASTIC_RUN_ID"] = "7", ["PATH"] = "/bin" };
        ChildEnvironment.Set(variables, new LaunchOptions { Processes = 3 }, 0, 0, "s", cores: 8);
        Assert.Equal(("2", "2", "/bin"), (variables["OMP_NUM_THREADS"], variables["DOTNET_PROCESSOR_COUNT"], variables["PATH"]));
        Assert.False(variables.ContainsKey("MASTER_PORT") || variables.ContainsKey("TORCHELASTIC_RUN_ID"));
        variables["OMP_NUM_THREADS"] = "5";
        ChildEnvironment.Set(variables, new LaunchOptions { Processes = 16 }, 0, 0, "s", cores: 8);
        Assert.Equal(("5", "2"), (variables["OMP_NUM_THREADS"], variables["DOTNET_PROCESSOR_COUNT"]));
        variables.Remove("OMP_NUM_THREADS");
        ChildEnvironment.Set(variables, new LaunchOptions { Processes = 16 }, 0, 0, "s", cores: 8);
        Assert.Equal("1", variables["OMP_NUM_THREADS"]);
    }

    [Fact]
    public void A_program_that_is_not_there_is_an_error() => Assert.Contains("no-such-program", Assert.Throws<InputException>(
        () => new Launcher(new LaunchOptions { Processes = 2 }, new ChildCommand("no-such-program", []), TextWriter.Null).Run()).Message);
}
