namespace Panoptes.Studies.FileSystems;

/// <summary>File systems whose files other hosts see too (statfs(2), magic numbers of linux/magic.h and of their own sources).</summary>
internal static class NetworkFileSystem
{
    private const uint Fuse = 0x65735546;

    // FUSE is also what these are made of, which are of one host.
    private static readonly string[] LocalFuse = ["fuseblk", "fuse.fuse-overlayfs", "fuse.lxcfs"];

    /// <summary>What they are called, by the number that the system has for them.</summary>
    public static IReadOnlyDictionary<uint, string> Kinds { get; } = new Dictionary<uint, string>
    {
        [0x6969] = "NFS",
        [0x517B] = "SMB",
        [0xFE534D42] = "SMB",
        [0xFF534D42] = "CIFS",
        [0x564C] = "NCP",
        [0x0BD00BD0] = "Lustre",
        [0x47504653] = "GPFS",
        [0x01021997] = "9p",
        [0x5346414F] = "AFS",
        [0x6B414653] = "AFS",
        [0x00C36400] = "Ceph",
        [0x73757245] = "Coda",
        [0x7461636F] = "OCFS2",
        [0x01161970] = "GFS2",
        [0x19830326] = "BeeGFS",
        [0xAAD7AAEA] = "PanFS",
        [0x20030528] = "OrangeFS",
    };

    /// <summary>What a folder's file system is called if it is one of a network, or may be; null for a local one.</summary>
    public static string? Of(string folder)
    {
        if (FileSystemProbe.TypeOf(folder) is not { } kind)
        {
            return null;
        }

        return Kinds.TryGetValue(kind, out var name) ? name
            : kind == Fuse && Mounted(Path.GetFullPath(folder), File.ReadLines("/proc/self/mountinfo")) is var type
                && !LocalFuse.Contains(type) ? type ?? "FUSE"
            : null;
    }

    /// <summary>
    /// The type of the file system that is mounted where a path is, by the lines of mountinfo (proc(5)); null if none is.
    /// </summary>
    internal static string? Mounted(string path, IEnumerable<string> mounts)
    {
        var (longest, type) = (0, (string?)null);
        foreach (var mount in mounts)
        {
            var fields = mount.Split(' ');
            var dash = Array.IndexOf(fields, "-");
            if (fields.Length < 5 || dash < 0 || dash + 1 >= fields.Length)
            {
                continue;
            }

            var place = fields[4].Replace("\\040", " ").TrimEnd('/');
            if (place.Length >= longest && (path + "/").StartsWith(place + "/", StringComparison.Ordinal))
            {
                (longest, type) = (place.Length, fields[dash + 1]);
            }
        }

        return type;
    }
}
