using Panoptes.Studies.Cells;
using Panoptes.Studies.Folders;
using Panoptes.Studies.Leases;
using Panoptes.Studies.Progress;
using Panoptes.Studies.Settings;
using Panoptes.Studies.Stores;
using Panoptes.Studies.Stores.Postgres;

namespace Panoptes.Studies.Sessions;

/// <summary>A study that is open: its folder, settings, leases and store. The last two are opened when they are first asked for.</summary>
public sealed class StudyContext : IDisposable
{
    private readonly Lazy<ILeases> leases;
    private readonly Lazy<IStudyStore> store;
    private IReadOnlyList<PlannedCell>? cells;

    private StudyContext(StudyFolder folder, StudyConfig config)
    {
        (Folder, Config) = (folder, config);
        leases = new(OpenLeases);
        store = new(() => StudyStores.Open(config.Store, folder.FullPath, folder.Name));
    }

    /// <summary>Its folder.</summary>
    public StudyFolder Folder { get; }

    /// <summary>Its settings.</summary>
    public StudyConfig Config { get; }

    /// <summary>Its planned cells.</summary>
    public IReadOnlyList<PlannedCell> Cells => cells ??= Folder.ReadCells();

    /// <summary>Its leases.</summary>
    public ILeases Leases => leases.Value;

    /// <summary>Its store.</summary>
    public IStudyStore Store => store.Value;

    /// <summary>Lists cells in the store.</summary>
    public CellIndex Index => new(Folder, Config, Store);

    /// <summary>Opens one, and makes what this process writes there writable for the group where the study is shared.</summary>
    /// <param name="path">Its folder, its name below <c>studies</c>, or the file it was made from.</param>
    public static StudyContext Open(string path)
    {
        var folder = StudyFolder.Existing(path);
        var config = folder.ReadConfig();
        if (config.Shared)
        {
            GroupAccess.Share();
        }

        return new StudyContext(folder, config);
    }

    /// <summary>Reads the planned cells again when they are next asked for: they have been written.</summary>
    public void Replan() => cells = null;

    /// <summary>Who holds what, by fingerprint.</summary>
    public IReadOnlyDictionary<string, Lease> Held() => Leases.Held().ToDictionary(lease => lease.Key);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (leases.IsValueCreated)
        {
            leases.Value.Dispose();
        }

        if (store.IsValueCreated)
        {
            store.Value.Dispose();
        }
    }

    private ILeases OpenLeases()
    {
        var isPostgres = Config.Store is { } text && PostgresAddress.IsOne(text.Trim());
        return LeaseBackends.Open(
            Config.Leases, Folder.Name, Folder.Leases, isPostgres ? PostgresAddress.Parse(Config.Store!.Trim()).ConnectionString : null,
            isPostgres ? null : Path.Combine(Folder.FullPath, Config.Store ?? StudyStores.FileName), TimeProvider.System);
    }
}
