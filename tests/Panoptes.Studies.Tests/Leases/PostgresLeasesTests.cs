using System.Diagnostics;
using System.Runtime.Versioning;
using Panoptes.Studies.Leases;

namespace Panoptes.Studies.Tests.Leases;

/// <summary>Leases in a server of the test's own, which eng/postgres.sh starts.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class PostgresLeasesTests : IDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);
    private static readonly LeaseOwner Ada = LeaseTrial.Owner("ada");
    private static readonly LeaseOwner Ben = LeaseTrial.Owner("ben");
    private readonly string folder = Directory.CreateTempSubdirectory("panoptes-leases-").FullName;

    public PostgresLeasesTests() => File.SetUnixFileMode(folder, (UnixFileMode)0b111_101_101);

    public void Dispose()
    {
        Server("stop");
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void A_server_that_dies_and_comes_back_loses_nothing()
    {
        var connection = Server("start");
        using var leases = new PostgresLeases(connection, "study", Period);
        using var others = new PostgresLeases(connection, "study", Period);
        using var lease = leases.TryTake("cell", Ada, out _)!;
        Assert.Null(others.TryTake("cell", Ben, out var holder));
        Assert.Equal((1L, Ada), (holder!.Token, holder.Owner));
        Server("crash");
        var asked = new Thread(() => Assert.True(lease.IsNewest()));
        var waiting = new Thread(() => Assert.Null(others.TryTake("cell", Ben, out _)));
        asked.Start();
        waiting.Start();
        Assert.False(asked.Join(TimeSpan.FromSeconds(3)));
        Assert.False(waiting.Join(0));
        Server("start");
        Assert.True(asked.Join(TimeSpan.FromSeconds(20)) && waiting.Join(TimeSpan.FromSeconds(20)));
        Assert.True(lease.IsNewest());
        Assert.Equal(1, others.Read("cell")!.Token);
        Assert.False(lease.Lost.IsCancellationRequested);
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void Silence_loses_a_lease_and_who_waits_hears_of_a_release()
    {
        var connection = Server("start");
        using var leases = new PostgresLeases(connection, "study", Period);
        using var silent = new PostgresLeases(connection, "study", Period);
        var lost = silent.TryTake("cell", Ada, out _)!;
        silent.Dispose(); // No heartbeat gets through any more.
        var watch = Stopwatch.StartNew();
        HeldLease? lease;
        while ((lease = leases.TryTake("cell", Ben, out _)) is null)
        {
            Thread.Sleep(50);
        }

        Assert.InRange(watch.Elapsed.TotalSeconds, 1.5, 3);
        Assert.Equal(2, lease.Token);
        Assert.StartsWith("no sign of life", leases.Held().Single().Reason);
        Assert.True(leases.WaitForChange(Period)); // What came before is not known.
        Assert.False(leases.WaitForChange(Period / 4));
        new Thread(() =>
        {
            Thread.Sleep(300);
            lease.Dispose();
        }).Start();
        watch.Restart();
        Assert.True(leases.WaitForChange(10 * Period));
        Assert.InRange(watch.Elapsed.TotalSeconds, 0.2, 3);
        using var next = leases.TryTake("cell", Ada, out _);
        Assert.Equal(3, next!.Token);
        using var stolen = leases.Steal("cell", Ben, "for the test");
        Assert.False(next.IsNewest());
        next.Dispose();
        Assert.True(stolen.IsNewest());
        lost.Dispose();
    }

    private string Server(string verb)
    {
        var root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "eng", "postgres.sh")))
        {
            root = Path.GetDirectoryName(root)!;
        }

        using var script = Process.Start(
            new ProcessStartInfo(Path.Combine(root, "eng", "postgres.sh"), [verb, folder]) { RedirectStandardOutput = true })!;
        var line = script.StandardOutput.ReadLine() ?? "";
        script.WaitForExit();
        return line;
    }
}
