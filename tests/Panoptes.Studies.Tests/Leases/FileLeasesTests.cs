using System.Runtime.Versioning;
using Panoptes.Studies.Leases;
using Panoptes.Studies.Leases.Files;

namespace Panoptes.Studies.Tests.Leases;

[UnsupportedOSPlatform("windows")]
public sealed class FileLeasesTests : IDisposable
{
    private const double Period = LeaseTrial.Period;
    private static readonly LeaseOwner Ada = LeaseTrial.Owner("ada");
    private static readonly LeaseOwner Ben = LeaseTrial.Owner("ben");
    private readonly LeaseTrial trial = new(isSqlite: false);

    private string Folder => Path.Combine(trial.Folder, LeaseTrial.Key);

    public void Dispose() => trial.Dispose();

    [Fact]
    public void Of_the_tokens_the_newest_are_kept_and_the_next_is_always_one_more()
    {
        var leases = trial.Open();
        for (var token = 1; token <= 3 * LeaseFiles.Kept; token++)
        {
            using var lease = leases.TryTake(LeaseTrial.Key, Ada, out _)!;
            Assert.Equal(token, lease.Token);
            Assert.True(lease.IsNewest());
        }

        var names = Directory.GetFiles(Folder).Select(path => Path.GetFileName(path)).ToArray();
        Assert.Equal(LeaseFiles.Kept, names.Count(name => name.StartsWith("lease.", StringComparison.Ordinal)));
        Assert.Contains($"lease.{3 * LeaseFiles.Kept}", names);
        Assert.Equal(3 * LeaseFiles.Kept, names.Length);
    }

    [Fact]
    public void A_token_that_was_removed_long_ago_is_not_taken_a_second_time()
    {
        var leases = trial.Open();
        for (var token = 1; token <= 2 * LeaseFiles.Kept; token++)
        {
            leases.TryTake(LeaseTrial.Key, Ada, out _)!.Dispose();
        }

        Assert.False(File.Exists(Path.Combine(Folder, "lease.2")));

        // Who read the list when 1 was the newest, and slept since.
        var late = new LeaseFiles(Folder);
        Assert.False(late.TryPublish(new() { Token = 2, Owner = Ben, Claim = "late", Seconds = Period }));
        Assert.Equal(2 * LeaseFiles.Kept, leases.Read(LeaseTrial.Key)!.Token);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"token\": 7, \"own")]
    [InlineData("{\"token\": 6, \"owner\": {\"user\": \"eve\"}}")]
    [InlineData("[]")]
    [InlineData("null")]
    public void A_record_that_cannot_be_read_is_held_by_somebody_unknown_until_it_has_been_silent(string torn)
    {
        Directory.CreateDirectory(Folder);
        File.WriteAllText(Path.Combine(Folder, "lease.7"), torn);
        File.WriteAllText(Path.Combine(Folder, "heartbeat.7"), "\0\xff torn");
        var leases = trial.Open();
        Assert.Null(leases.TryTake(LeaseTrial.Key, Ada, out var holder));
        Assert.Equal((7L, "unknown"), (holder!.Token, holder.Owner!.User));
        Assert.Equal(7, leases.Held().Single().Token);
        trial.Time.Advance(Period);
        File.WriteAllText(Path.Combine(Folder, "heartbeat.7"), "anything else");
        Assert.Null(leases.TryTake(LeaseTrial.Key, Ada, out _));
        trial.Time.Advance(Period);
        Assert.Null(leases.TryTake(LeaseTrial.Key, Ada, out _));
        trial.Time.Advance(Period);
        using var lease = leases.TryTake(LeaseTrial.Key, Ada, out _);
        Assert.Equal(8, lease!.Token);
    }

    [Theory]
    [InlineData("lease.x")]
    [InlineData("lease.007")]
    [InlineData("lease.-3")]
    [InlineData("lease.3.bak")]
    [InlineData("lease.9223372036854775807")]
    [InlineData(".take.0123")]
    [InlineData("notes.txt")]
    public void Files_of_others_are_nobodys(string name)
    {
        Directory.CreateDirectory(Folder);
        File.WriteAllText(Path.Combine(Folder, name), "{}");
        var leases = trial.Open();
        Assert.Null(leases.Read(LeaseTrial.Key));
        using var lease = leases.TryTake(LeaseTrial.Key, Ada, out _);
        Assert.Equal(1, lease!.Token);
        Assert.True(File.Exists(Path.Combine(Folder, name)));
    }

    [Fact]
    public void A_folder_where_a_record_should_be_is_taken_over_like_any_other()
    {
        Directory.CreateDirectory(Path.Combine(Folder, "lease.1"));
        var leases = trial.Open();
        for (var look = 0; look < 2; look++)
        {
            Assert.Null(leases.TryTake(LeaseTrial.Key, Ada, out _));
            trial.Time.Advance(Period);
        }

        using var lease = leases.TryTake(LeaseTrial.Key, Ada, out _);
        Assert.Equal(2, lease!.Token);
    }

    [Theory]
    [InlineData(0b111_111_101)]
    [InlineData(0b111_111_000)]
    [InlineData(0b111_101_101)]
    public void Whoever_may_write_into_the_folder_may_write_all_that_is_in_it(int mode)
    {
        Directory.CreateDirectory(trial.Folder);
        File.SetUnixFileMode(trial.Folder, (UnixFileMode)mode);
        using var lease = trial.Open().TryTake(LeaseTrial.Key, Ada, out _)!;
        Assert.True(lease.IsNewest());
        Assert.Equal((UnixFileMode)mode, File.GetUnixFileMode(Folder));
        Assert.Equal(["heartbeat.1", "lease.1"], Directory.GetFiles(Folder).Select(path => Path.GetFileName(path)).Order());
        Assert.All(Directory.GetFiles(Folder), path => Assert.Equal((UnixFileMode)(mode & 0b110_110_100), File.GetUnixFileMode(path)));
    }

    [Fact]
    public void A_holder_whose_folder_was_removed_is_no_holder()
    {
        using var lease = trial.Open().TryTake(LeaseTrial.Key, Ada, out _)!;
        Directory.Delete(trial.Folder, recursive: true);
        Assert.False(lease.IsNewest());
        lease.Dispose();
        Assert.False(Directory.Exists(trial.Folder));
    }

    [Fact]
    public void A_holder_with_a_longer_period_is_judged_by_its_own()
    {
        using var patient = new FileLeases(trial.Folder, TimeSpan.FromSeconds(10 * Period), trial.Time);
        var leases = trial.Open();
        using var lease = patient.TryTake(LeaseTrial.Key, Ada, out _);
        for (var waited = 0; waited < 20; waited++)
        {
            Assert.Null(leases.TryTake(LeaseTrial.Key, Ben, out _));
            trial.Time.Advance(Period);
        }

        Assert.NotNull(leases.TryTake(LeaseTrial.Key, Ben, out _));
    }
}
