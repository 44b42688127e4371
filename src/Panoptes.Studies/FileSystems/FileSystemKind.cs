namespace Panoptes.Studies.FileSystems;

/// <summary>What a database file may rely on where it lies.</summary>
internal enum FileSystemKind
{
    /// <summary>Nobody knows: its locks are trusted, shared memory is not.</summary>
    Unknown,

    /// <summary>A disk of this machine, or its memory: locks and shared memory work.</summary>
    Local,

    /// <summary>Shared by machines: neither may be relied on.</summary>
    Network,
}
