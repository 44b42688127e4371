using Panoptes.Studies.TestHost;
using Panoptes.Tests;

namespace Panoptes.Studies.Tests.Leases;

/// <summary>
/// Processes that are killed, stopped and set wrong; eng/test-leases.sh does the same to PostgreSQL, its server and its links.
/// </summary>
public sealed class ChaosTests
{
    [Theory]
    [Trait("Speed", "Slow")]
    [InlineData("files")]
    [InlineData("sqlite")]
    public void Of_thirty_two_processes_under_faults_never_two_hold_a_key_and_no_work_is_lost_or_done_twice(string backend)
    {
        using var folder = new TemporaryFolder();

        // Whoever is stopped while it writes into SQLite stops all others for up to four periods.
        var options = new ChaosOptions { Folder = folder.Path, Backend = backend, Outage = backend == "sqlite" ? 8 : 0 };
        var report = new ChaosDriver(options).Run();
        Assert.True(report.Wrong.Count == 0, report.ToString());
    }
}
