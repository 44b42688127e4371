using Panoptes.Foundation;
using Panoptes.Studies.Leases;
using Panoptes.Studies.Leases.Processes;
using Panoptes.Tests;

namespace Panoptes.Studies.Tests.Leases;

public sealed class LeaseTextTests
{
    private static readonly DateTime Now = new(2026, 3, 1, 12, 0, 0, DateTimeKind.Utc);

    private static readonly Lease Held = new()
    {
        Key = "c0ffee",
        Token = 3,
        Owner = new LeaseOwner("ada", "node7", 4711, 1, "slurm", "1057498_3"),
        Acquired = Now.AddMinutes(-125),
        Heartbeats = 9,
        Silence = 12.4,
    };

    [Fact]
    public void A_holder_is_named_with_job_age_and_last_sign_of_life() => Assert.Equal(
        "ada@node7, slurm 1057498_3, pid 4711, for 2 h 05 min, last sign of life 12 s ago", LeaseText.Holder(Held, Now));

    [Fact]
    public void What_is_not_known_is_not_said()
    {
        var owner = Held.Owner! with { Scheduler = "local", Job = "" };
        var lease = Held with { Owner = owner, Silence = null, Reason = "its process has ended" };
        Assert.Equal(
            "ada@node7, pid 4711, for 2 h 05 min, 9 signs of life so far; taken over: its process has ended", LeaseText.Holder(lease, Now));
        Assert.Equal("nobody; it was held 3 times", LeaseText.Holder(Held with { Owner = null }, Now));
    }

    [Fact]
    public void Whoever_is_kept_out_reads_how_to_wait() => Assert.Contains(
        "; to wait: panoptes lease wait sweep 1a2b3c4d; ", LeaseText.Blocked(Held, Now, "sweep", "1a2b3c4d"));

    [Theory]
    [InlineData(-3, "0 s")]
    [InlineData(59.4, "59 s")]
    [InlineData(59.6, "1 min 00 s")]
    [InlineData(7500, "2 h 05 min")]
    [InlineData(273_600, "3 d 4 h")]
    public void Times_are_said_in_two_units(double seconds, string text) => Assert.Equal(text, LeaseText.Span(seconds));

    [Theory]
    [InlineData("", "local", "")]
    [InlineData("SLURM_JOB_ID=17", "slurm", "17")]
    [InlineData("SLURM_JOB_ID=19 SLURM_ARRAY_JOB_ID=17 SLURM_ARRAY_TASK_ID=2", "slurm", "17_2")]
    [InlineData("LSB_JOBID=17 LSB_JOBINDEX=0", "lsf", "17")]
    [InlineData("LSB_JOBID=17 LSB_JOBINDEX=4", "lsf", "17[4]")]
    public void A_process_knows_the_job_that_it_runs_in(string variables, string scheduler, string job)
    {
        var set = variables.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('='))
            .ToDictionary(pair => pair[0], pair => pair[1]);
        var owner = ThisProcess.Owner(name => set.GetValueOrDefault(name));
        Assert.Equal((scheduler, job), (owner.Scheduler, owner.Job));
        Assert.Equal((Environment.ProcessId, Environment.MachineName), (owner.Pid, owner.Host));
        Assert.True(owner.Started > 0);
        Assert.False(ProcessPlace.Of(owner).HasEnded(owner));
    }

    [Fact]
    public void A_number_that_another_process_got_later_is_told_apart()
    {
        var owner = ThisProcess.Owner();
        var place = ProcessPlace.Of(owner);
        Assert.True(place.HasEnded(owner with { Started = owner.Started - 1 }));
        Assert.False((place with { Boot = "another" }).HasEnded(owner with { Started = owner.Started - 1 }));
        Assert.False((place with { Space = "another" }).HasEnded(owner with { Started = owner.Started - 1 }));
    }

    [Theory]
    [InlineData("7 (a b) (c) S 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 5 0 4242 9", 'S', 5, 4242)]
    [InlineData("7 (x) Z 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 1 0 17", 'Z', 1, 17)]
    public void A_status_is_read_behind_the_name(string line, char state, long threads, long started) =>
        Assert.Equal(new ProcessStatus(state, threads, started), ProcessStatus.Parse(line));

    [Fact]
    public void The_backend_is_the_one_that_the_study_can_share()
    {
        using var folder = new TemporaryFolder();
        ILeases Open(LeaseBackend backend, string? sqlite) =>
            LeaseBackends.Open(new LeaseConfig { Backend = backend }, "study", folder["leases"], null, sqlite, TimeProvider.System);
        using var files = Assert.IsType<FileLeases>(Open(LeaseBackend.Auto, folder["study.db"]));
        using var sqlite = Assert.IsType<SqliteLeases>(Open(LeaseBackend.Database, folder["study.db"]));
        Assert.Throws<InputException>(() => Open(LeaseBackend.Database, null));
    }
}
