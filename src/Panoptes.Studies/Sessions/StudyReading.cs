using Panoptes.Studies.Cells;
using Panoptes.Studies.Folders;
using Panoptes.Studies.Gathering;
using Panoptes.Studies.Leases;
using Panoptes.Studies.Results;
using Panoptes.Studies.Settings;
using Panoptes.Studies.Stores.Postgres;

namespace Panoptes.Studies.Sessions;

/// <summary>Reads what reports of a study are made of.</summary>
public static class StudyReading
{
    /// <summary>Reads it: all planned cells as their folders are now, and the runs that were taken in from elsewhere.</summary>
    public static StudyResults Results(StudyContext study)
    {
        ArgumentNullException.ThrowIfNull(study);
        StudyStatus.Refresh(study, StudyLaunchers.ToAsk(study));
        return new ResultsReader(study.Folder, study.Config).Read(study.Cells, study.Held(), AdoptedCells.Read(study));
    }

    /// <summary>
    /// Reads it from its folder alone: writes nothing, and asks neither a scheduler nor a database. Where leases are kept in a database, a
    /// cell's run counts as alive as long as it writes its log.
    /// </summary>
    /// <exception cref="Foundation.InputException">The study was not planned, or a file of it is damaged.</exception>
    public static StudyResults Look(StudyFolder folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        var config = folder.ReadConfig();
        var cells = folder.ReadCells();
        return new ResultsReader(folder, config).Read(cells, Seen(folder, config, cells), AdoptedCells.Read(folder));
    }

    private static Dictionary<string, Lease> Seen(StudyFolder folder, StudyConfig config, IReadOnlyList<PlannedCell> cells)
    {
        if (config.Leases.Backend == LeaseBackend.Database
            || (config.Leases.Backend == LeaseBackend.Auto && config.Store is { } store && PostgresAddress.IsOne(store.Trim())))
        {
            return cells.Select(cell => Shown(cell, folder.Of(cell))).OfType<Lease>().ToDictionary(lease => lease.Key);
        }

        using var leases = new FileLeases(folder.Leases, TimeSpan.FromSeconds(config.Leases.Seconds), TimeProvider.System);
        return leases.Held().ToDictionary(lease => lease.Key);
    }

    private static Lease? Shown(PlannedCell cell, CellFolder folder) => folder.Begun() is not [.., var newest] ? null : new Lease
    {
        Key = cell.Fingerprint,
        Token = newest.Token,
        Owner = new LeaseOwner("", "its run's log", 0, 0, "", ""),
        Silence = (DateTime.UtcNow - File.GetLastWriteTimeUtc(newest.RunEvents)).TotalSeconds,
    };
}
