using Panoptes.Studies.Leases;
using Panoptes.Tests;

namespace Panoptes.Studies.Tests.Leases;

/// <summary>Processes that lease from one place, by a clock of the test; the heartbeats of their threads come long after it.</summary>
internal sealed class LeaseTrial : IDisposable
{
    /// <summary>The lease period in seconds.</summary>
    public const double Period = 600;

    public const string Key = "c0ffee";
    private readonly TemporaryFolder folder = new();
    private readonly List<ILeases> opened = [];
    private readonly bool isSqlite;

    public LeaseTrial(bool isSqlite) => this.isSqlite = isSqlite;

    public SteppedTime Time { get; } = new();

    public string Folder => folder["leases"];

    /// <summary>Another process, of a host of its own.</summary>
    public ILeases Open()
    {
        var period = TimeSpan.FromSeconds(Period);
        opened.Add(isSqlite ? new SqliteLeases(folder["study.db"], "study", period, Time) : new FileLeases(Folder, period, Time));
        return opened[^1];
    }

    public static LeaseOwner Owner(string name) => new(name, $"host-{name}", 4711, 1, "local", "");

    public void Dispose()
    {
        opened.ForEach(leases => leases.Dispose());
        folder.Dispose();
    }
}
