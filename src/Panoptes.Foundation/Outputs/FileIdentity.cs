using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Panoptes.Foundation.Outputs;

/// <summary>Which file a path means, whatever links, letter case or dots lead to it: device and inode.</summary>
/// <param name="Device">The device that holds it.</param>
/// <param name="Inode">Its number there.</param>
internal readonly partial record struct FileIdentity(ulong Device, ulong Inode)
{
    // Layout of struct statx (Linux, the same on every processor): see statx(2).
    private const int StructureBytes = 256;
    private const int LinksAt = 16;
    private const int ModeAt = 28;
    private const int InodeAt = 32;
    private const int MajorAt = 136;
    private const int MinorAt = 140;
    private const uint BasicFields = 0x7ff;
    private const int WorkingFolder = -100; // AT_FDCWD
    private const int TypeMask = 0xf000;
    private const int RegularFile = 0x8000;

    /// <summary>What a path leads to (links are followed), or null where there is nothing.</summary>
    /// <param name="path">The path.</param>
    /// <param name="links">How many names the file has.</param>
    /// <param name="isRegular">Whether it is a plain file: no folder, device or pipe.</param>
    public static FileIdentity? Of(string path, out uint links, out bool isRegular)
    {
        var raw = new byte[StructureBytes];
        (links, isRegular) = (0, false);
        if (Status(WorkingFolder, path, 0, BasicFields, raw) != 0)
        {
            return null;
        }

        links = BinaryPrimitives.ReadUInt32LittleEndian(raw.AsSpan(LinksAt));
        isRegular = (BinaryPrimitives.ReadUInt16LittleEndian(raw.AsSpan(ModeAt)) & TypeMask) == RegularFile;
        var major = (ulong)BinaryPrimitives.ReadUInt32LittleEndian(raw.AsSpan(MajorAt));
        var device = (major << 32) | BinaryPrimitives.ReadUInt32LittleEndian(raw.AsSpan(MinorAt));
        return new FileIdentity(device, BinaryPrimitives.ReadUInt64LittleEndian(raw.AsSpan(InodeAt)));
    }

    /// <summary>What a path leads to, or null where there is nothing.</summary>
    public static FileIdentity? Of(string path) => Of(path, out _, out _);

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Status(int folder, string path, int flags, uint mask, [Out] byte[] result);
}
