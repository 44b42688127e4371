using Microsoft.Data.Sqlite;
using Panoptes.Foundation;
using Panoptes.Studies.FileSystems;
using Panoptes.Studies.Leases;
using Panoptes.Tests;

namespace Panoptes.Studies.Tests.Leases;

public sealed class SqliteLeasesTests : IDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(LeaseTrial.Period);
    private readonly TemporaryFolder folder = new();
    private readonly SteppedTime time = new();

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        folder.Dispose();
    }

    [Fact]
    public void A_network_file_system_is_refused_with_the_reason_and_a_way_out()
    {
        var error = Assert.Throws<InputException>(() => new SqliteLeases(folder["study.db"], "study", Period, time, _ => "NFS"));
        Assert.Contains("NFS", error.Found);
        Assert.Contains("two hosts could hold one lease", error.Found);
        Assert.Contains("leases.backend: files", error.Advice);
        Assert.False(File.Exists(folder["study.db"]));
    }

    [Fact]
    public void What_a_link_leads_to_is_looked_at()
    {
        Directory.CreateDirectory(folder["far"]);
        File.WriteAllBytes(folder["far/real.db"], []);
        File.CreateSymbolicLink(folder["study.db"], folder["far/real.db"]);
        Assert.Throws<InputException>(() => new SqliteLeases(
            folder["study.db"], "study", Period, time, path => path == folder["far"] ? "NFS" : null));
    }

    [Fact]
    public void A_file_that_is_no_database_is_refused_and_left_alone()
    {
        folder.Write("study.db", "these are notes, and long enough for whoever looks for a header at the beginning of a file to see it");
        var error = Assert.Throws<InputException>(() => new SqliteLeases(folder["study.db"], "study", Period, time));
        Assert.Contains("SQLite", error.Found);
        Assert.StartsWith("these are notes", File.ReadAllText(folder["study.db"]));
    }

    [Fact]
    public void Studies_of_one_file_do_not_see_each_other()
    {
        using var one = new SqliteLeases(folder["study.db"], "one", Period, time);
        using var two = new SqliteLeases(folder["study.db"], "two", Period, time);
        using var first = one.TryTake("cell", LeaseTrial.Owner("ada"), out _);
        using var second = two.TryTake("cell", LeaseTrial.Owner("ben"), out _);
        Assert.Equal((1L, 1L), (first!.Token, second!.Token));
        Assert.Equal("ben", two.Held().Single().Owner!.User);
    }

    [Fact]
    public void A_boot_ends_all_holders()
    {
        using var leases = new SqliteLeases(folder["study.db"], "study", Period, time);
        using var lease = leases.TryTake("cell", LeaseTrial.Owner("ada"), out _);
        Assert.Null(leases.TryTake("cell", LeaseTrial.Owner("ben"), out _));
        using (var connection = new SqliteConnection($"Data Source={folder["study.db"]}"))
        {
            connection.Open();
            using var command = new SqliteCommand(
                "UPDATE leases SET boot = 'another'; UPDATE lease_clock SET boot = 'another'", connection);
            command.ExecuteNonQuery();
        }

        using var next = leases.TryTake("cell", LeaseTrial.Owner("ben"), out _);
        Assert.Equal(2, next!.Token);
    }

    [Theory]
    [InlineData("/data/study", "ext4")]
    [InlineData("/data/net/study", "fuse.sshfs")]
    [InlineData("/data/net", "fuse.sshfs")]
    [InlineData("/data/network", "ext4")]
    [InlineData("/a b/c", "virtiofs")]
    [InlineData("/elsewhere", "overlay")]
    public void The_mount_that_a_path_is_in_is_found(string path, string type) => Assert.Equal(type, NetworkFileSystem.Mounted(path,
    [
        "21 1 0:20 / / rw,relatime shared:1 - overlay overlay rw",
        "22 21 8:1 / /data rw - ext4 /dev/sda1 rw",
        "23 22 0:40 / /data/net rw shared:5 master:1 - fuse.sshfs ada@far: rw",
        "24 21 0:41 / /a\\040b rw - virtiofs tag rw",
        "nonsense",
    ]));

    [Fact]
    public void A_local_disk_is_none_of_a_network() => Assert.Null(NetworkFileSystem.Of(folder.Path));
}
