using System.Runtime.InteropServices;

namespace Panoptes.Studies.FileSystems;

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

        for (var place = full; place is not null; place = Path.GetDirectoryName(place))
        {
            if (TypeOf(place) is { } type)
            {
                return OfType(type);
            }
        }

        return FileSystemKind.Unknown;
    }

    /// <summary>The system's number for the file system of a file or folder; null where there is none of that name.</summary>
    internal static uint? TypeOf(string path)
    {
        Span<long> status = stackalloc long[StructureBytes / sizeof(long)];
        return StatFileSystem(path, ref status[0]) == 0 ? unchecked((uint)status[0]) : null;
    }

    /// <summary>
    /// The kind by the number that the system has for a file system: <c>linux/magic.h</c>, and the sources of those that are not in the
    /// kernel's tree. FUSE is neither, since disks and sshfs alike come through it.
    /// </summary>
    internal static FileSystemKind OfType(long type) => unchecked((uint)type) switch
    {
        var number when NetworkFileSystem.Kinds.ContainsKey(number) => FileSystemKind.Network,
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
