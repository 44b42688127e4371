using Panoptes.Foundation;
using Panoptes.Studies.Leases;
using Panoptes.Studies.Leases.Records;
using Panoptes.Tests;

namespace Panoptes.Studies.Tests.Leases;

/// <summary>What holds wherever leases are kept.</summary>
public sealed class LeaseContractTests
{
    private const double Period = LeaseTrial.Period;
    private static readonly LeaseOwner Ada = LeaseTrial.Owner("ada");
    private static readonly LeaseOwner Ben = LeaseTrial.Owner("ben");

    public static TheoryData<bool> Backends => [false, true];

    [Theory]
    [MemberData(nameof(Backends))]
    public void A_lease_that_is_held_is_refused_and_names_its_holder(bool isSqlite)
    {
        using var trial = new LeaseTrial(isSqlite);
        using var lease = trial.Open().TryTake(LeaseTrial.Key, Ada, out var none);
        Assert.Null(none);
        Assert.Equal((LeaseTrial.Key, 1L, true), (lease!.Key, lease.Token, lease.IsNewest()));
        Assert.Null(trial.Open().TryTake(LeaseTrial.Key, Ben, out var holder));
        Assert.Equal((Ada, 1L, ""), (holder!.Owner, holder.Token, holder.Reason));
        Assert.Equal(trial.Time.GetUtcNow().UtcDateTime, holder.Acquired);
        Assert.Equal(DateTimeKind.Utc, holder.Acquired.Kind);
    }

    [Theory]
    [MemberData(nameof(Backends))]
    public void What_is_given_back_is_free_at_once_under_the_next_token(bool isSqlite)
    {
        using var trial = new LeaseTrial(isSqlite);
        var (first, second) = (trial.Open(), trial.Open());
        Assert.Null(first.Read(LeaseTrial.Key));
        var lease = first.TryTake(LeaseTrial.Key, Ada, out _)!;
        lease.Dispose();
        lease.Dispose();
        Assert.False(lease.IsNewest());
        Assert.Equal((1L, null), (second.Read(LeaseTrial.Key)!.Token, second.Read(LeaseTrial.Key)!.Owner));
        Assert.Empty(second.Held());
        using var next = second.TryTake(LeaseTrial.Key, Ben, out _)!;
        Assert.Equal(2, next.Token);
        Assert.Equal((2L, Ben, ""), (first.Held()[0].Token, first.Held()[0].Owner, first.Held()[0].Reason));
    }

    [Theory]
    [MemberData(nameof(Backends))]
    public void Silence_of_two_periods_loses_a_lease_and_less_does_not(bool isSqlite)
    {
        using var trial = new LeaseTrial(isSqlite);
        var observer = trial.Open();
        using var lease = trial.Open().TryTake(LeaseTrial.Key, Ada, out _)!;
        for (var waited = 0.0; waited < 2 * Period; waited += Period / 4)
        {
            Assert.Null(observer.TryTake(LeaseTrial.Key, Ben, out _));
            trial.Time.Advance(Period / 4);
        }

        using var taken = observer.TryTake(LeaseTrial.Key, Ben, out _)!;
        Assert.Equal(2, taken.Token);
        Assert.Equal("no sign of life for 1200 s", observer.Read(LeaseTrial.Key)!.Reason);
        Assert.False(lease.IsNewest());
        Assert.True(taken.IsNewest());
    }

    [Theory]
    [MemberData(nameof(Backends))]
    public void A_stall_of_three_heartbeats_loses_nothing_however_often(bool isSqlite)
    {
        using var trial = new LeaseTrial(isSqlite);
        var observer = trial.Open();
        using var lease = trial.Open().TryTake(LeaseTrial.Key, Ada, out _)!;
        for (var stall = 0; stall < 12; stall++)
        {
            for (var beat = 0; beat < 3; beat++)
            {
                trial.Time.Advance(Period / 4);
                Assert.Null(observer.TryTake(LeaseTrial.Key, Ben, out _));
            }

            Assert.True(((RenewedLease)lease).Renew());
        }

        Assert.Equal(12, observer.Read(LeaseTrial.Key)!.Heartbeats);
    }

    [Theory]
    [MemberData(nameof(Backends))]
    public void A_clock_of_the_day_that_is_set_changes_nothing(bool isSqlite)
    {
        using var trial = new LeaseTrial(isSqlite);
        var observer = trial.Open();
        using var lease = trial.Open().TryTake(LeaseTrial.Key, Ada, out _)!;
        foreach (var days in new[] { 400, -400, 0 })
        {
            trial.Time.Offset = TimeSpan.FromDays(days);
            Assert.Null(observer.TryTake(LeaseTrial.Key, Ben, out _));
        }

        Assert.True(lease.IsNewest());
    }

    [Theory]
    [MemberData(nameof(Backends))]
    public void Who_slept_through_the_time_has_seen_nothing_meanwhile(bool isSqlite)
    {
        using var trial = new LeaseTrial(isSqlite);
        var observer = trial.Open();
        using var lease = trial.Open().TryTake(LeaseTrial.Key, Ada, out _)!;
        Assert.Null(observer.TryTake(LeaseTrial.Key, Ben, out _));
        trial.Time.Advance(100 * Period); // a frozen group of processes, holder and observer
        Assert.Null(observer.TryTake(LeaseTrial.Key, Ben, out _));
        Assert.True(lease.IsNewest());
        trial.Time.Advance(Period);
        Assert.Null(observer.TryTake(LeaseTrial.Key, Ben, out _));
    }

    [Theory]
    [MemberData(nameof(Backends))]
    public void What_is_stolen_is_gone_and_its_former_holder_gives_nothing_back(bool isSqlite)
    {
        using var trial = new LeaseTrial(isSqlite);
        var observer = trial.Open();
        var lease = trial.Open().TryTake(LeaseTrial.Key, Ada, out _)!;
        using var stolen = observer.Steal(LeaseTrial.Key, Ben, "its job is gone");
        Assert.Equal(2, stolen.Token);
        Assert.False(lease.IsNewest());
        lease.Dispose();
        Assert.True(stolen.IsNewest());
        var read = observer.Read(LeaseTrial.Key)!;
        Assert.Equal((Ben, 2L, "its job is gone"), (read.Owner, read.Token, read.Reason));
        Assert.Throws<InputException>(() => observer.Steal(LeaseTrial.Key, Ben, " "));
    }

    [Theory]
    [InlineData("files")]
    [InlineData("sqlite")]
    public void A_heartbeat_that_finds_another_holder_says_so(string backend)
    {
        using var folder = new TemporaryFolder();
        var period = TimeSpan.FromSeconds(0.4);
        using ILeases leases = backend == "sqlite"
            ? new SqliteLeases(folder["study.db"], "study", period, TimeProvider.System)
            : new FileLeases(folder.Path, period, TimeProvider.System);
        using var lease = leases.TryTake(LeaseTrial.Key, Ada, out _)!;
        SpinWait.SpinUntil(() => leases.Read(LeaseTrial.Key)!.Heartbeats >= 2, TimeSpan.FromSeconds(20));
        Assert.False(lease.Lost.IsCancellationRequested);
        using var stolen = leases.Steal(LeaseTrial.Key, Ben, "for the test");
        Assert.True(lease.Lost.WaitHandle.WaitOne(TimeSpan.FromSeconds(20)));
        Assert.False(stolen.Lost.IsCancellationRequested);
    }

    [Theory]
    [MemberData(nameof(Backends))]
    public void Of_many_who_take_at_once_one_gets_it(bool isSqlite)
    {
        using var trial = new LeaseTrial(isSqlite);
        var all = Enumerable.Range(0, 8).Select(_ => trial.Open()).ToArray();
        for (var token = 1; token <= 3; token++)
        {
            using var start = new Barrier(all.Length);
            var got = new HeldLease?[all.Length];
            var threads = all.Select((leases, at) => new Thread(() =>
            {
                start.SignalAndWait();
                got[at] = leases.TryTake(LeaseTrial.Key, LeaseTrial.Owner($"{at}"), out _);
            })).ToList();
            threads.ForEach(thread => thread.Start());
            threads.ForEach(thread => thread.Join());
            using var winner = Assert.Single(got, lease => lease is not null);
            Assert.Equal(token, winner!.Token);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("../up")]
    [InlineData("a/b")]
    [InlineData(".hidden")]
    [InlineData("a b")]
    public void A_key_that_cannot_be_the_name_of_a_folder_is_refused(string key)
    {
        using var trial = new LeaseTrial(isSqlite: false);
        Assert.Throws<InputException>(() => trial.Open().TryTake(key, Ada, out _));
    }

    [Theory]
    [MemberData(nameof(Backends))]
    public void Who_ended_is_followed_at_once_and_who_only_looks_like_it_is_not(bool isSqlite)
    {
        using var trial = new LeaseTrial(isSqlite);
        var leases = trial.Open();
        using var sleeper = System.Diagnostics.Process.Start("sleep", "600")!;
        try
        {
            var started = Panoptes.Studies.Leases.Processes.ProcessStatus.Read(sleeper.Id)!.Started;
            var owner = ThisProcess.Owner() with { Pid = sleeper.Id, Started = started };
            using var lease = leases.TryTake(LeaseTrial.Key, owner, out _);
            using var far = leases.TryTake("far", owner with { Host = "elsewhere" }, out _);
            Assert.Null(leases.TryTake(LeaseTrial.Key, Ben, out _));
            sleeper.Kill();
            sleeper.WaitForExit();
            using var taken = leases.TryTake(LeaseTrial.Key, Ben, out _);
            Assert.Equal(2, taken?.Token);
            Assert.Equal("its process has ended", leases.Read(LeaseTrial.Key)!.Reason);
            Assert.Null(leases.TryTake("far", Ben, out _));
        }
        finally
        {
            sleeper.Kill();
        }
    }
}
