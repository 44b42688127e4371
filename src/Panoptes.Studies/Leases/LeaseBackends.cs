using Panoptes.Foundation;

namespace Panoptes.Studies.Leases;

/// <summary>Opens leases where a study keeps them.</summary>
public static class LeaseBackends
{
    /// <summary>Opens them.</summary>
    /// <param name="config">Where they are kept, and the period.</param>
    /// <param name="study">The study's name.</param>
    /// <param name="folder">The folder for leases in files.</param>
    /// <param name="postgres">The connection string of the study's PostgreSQL; null where it has none.</param>
    /// <param name="sqlite">The file of the study's SQLite; null where it has none.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="InputException">A setting is wrong, or the leases cannot be kept there; says why.</exception>
    public static ILeases Open(LeaseConfig config, string study, string folder, string? postgres, string? sqlite, TimeProvider time)
    {
        config.Validate();
        var period = TimeSpan.FromSeconds(config.Seconds);
        return (config.Backend, postgres, sqlite) switch
        {
            (LeaseBackend.Auto or LeaseBackend.Database, { } server, _) => new PostgresLeases(server, study, period),
            (LeaseBackend.Database, null, { } file) => new SqliteLeases(file, study, period, time),
            (LeaseBackend.Database, null, null) => throw new InputException(
                "leases.backend", "database, for a study without one", "files, or a study with a database",
                "set leases.backend to files, or give the study a database"),
            _ => new FileLeases(folder, period, time),
        };
    }
}
