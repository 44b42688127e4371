using Panoptes.Foundation;

namespace Panoptes.Studies.Leases;

/// <summary>Where leases are kept.</summary>
public enum LeaseBackend
{
    /// <summary>In the database where the study has one that is shared (PostgreSQL); else in files.</summary>
    Auto,

    /// <summary>Beside the cells, in files: for every file system that has hard links, NFS and Lustre among them.</summary>
    Files,

    /// <summary>In the study's database: PostgreSQL, or SQLite on a local disk.</summary>
    Database,
}

/// <summary>How cells are leased.</summary>
public sealed record LeaseConfig
{
    /// <summary>Where leases are kept.</summary>
    public LeaseBackend Backend { get; init; }

    /// <summary>
    /// The lease period in seconds. A holder gives a sign of life every quarter; after two periods without any it is taken over.
    /// </summary>
    public double Seconds { get; init; } = 300;

    /// <summary>Checks ranges.</summary>
    /// <exception cref="InputException">A setting is out of range.</exception>
    public void Validate() => Require.Within("leases.seconds", Seconds, 0.2, 86_400);
}
