using System.Runtime.InteropServices;

namespace Panoptes.Studies.Stores;

/// <summary>Asks the system what a path lies on (statfs(2), Linux alone; elsewhere nobody knows).</summary>
internal static partial class FileSystemProbe
{
    // More than any system's struct statfs, whose first field on 64-bit Linux is the type.
    private const int StructureBytes = 512;

    /// <summary>The kind of what holds a file or folder; where there is none of that name, of the folder that it would be in.</summary>
    public static FileSystemKind Of(string path)
    {
        var full = Path.GetFullPath(path);
        if (!OperatingSystem.IsLinux())
        {
            return FileSystemKind.Unknown;
        }

        Span<long> status = stackalloc long[StructureBytes / sizeof(long)];
        for (var place = full; place is not null; place = Path.GetDirectoryName(place))
        {
            if (StatFileSystem(place, ref status[0]) == 0)
            {
                return OfType(status[0]);
            }
        }

        return FileSystemKind.Unknown;
    }

    /// <summary>
    /// The kind by the number that the system has for a file system: <c>linux/magic.h</c>, and the sources of those that are not in the
    /// kernel's tree. FUSE is neither, since disks and sshfs alike come through it.
    /// </summary>
    internal static FileSystemKind OfType(long type) => unchecked((uint)type) switch
    {
        0x6969 // NFS
            or 0x517B or 0xFF534D42 or 0xFE534D42 // SMB, CIFS, SMB 2
            or 0x0BD00BD0 // Lustre
            or 0x47504653 // GPFS
            or 0x19830326 // BeeGFS
            or 0x00C36400 // Ceph
            or 0x20030528 // OrangeFS
            or 0xAAD7AAEA // PanFS
            or 0x01161970 or 0x7461636F // GFS2, OCFS2
            or 0x5346414F or 0x6B414653 or 0x73757245 or 0x564C // AFS twice, Coda, NCP
            or 0x01021997 => FileSystemKind.Network, // 9P
        0xEF53 // ext2 to ext4
            or 0x58465342 or 0x9123683E or 0x2FC12FC1 // XFS, Btrfs, ZFS
            or 0xCA451A4E or 0xF2F52010 // bcachefs, F2FS
            or 0x01021994 or 0x858458F6 // tmpfs, ramfs
            or 0x794C7630 // overlayfs
            or 0x3153464A or 0x52654973 // JFS, ReiserFS
            or 0x7366746E or 0x2011BAB0 or 0x4D44 => FileSystemKind.Local, // NTFS, exFAT, FAT
        _ => FileSystemKind.Unknown,
    };

    [LibraryImport("libc", EntryPoint = "statfs", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int StatFileSystem(string path, ref long status);
}
