using System.Runtime.InteropServices;
using Panoptes.Foundation;

namespace Panoptes.Studies.Sessions;

/// <summary>Folders and files that a group works at.</summary>
internal static partial class GroupAccess
{
    private const UnixFileMode Folder = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute | UnixFileMode.OtherRead
        | UnixFileMode.OtherExecute | UnixFileMode.SetGroup;

    /// <summary>What this process makes from now on may be written by the group.</summary>
    public static void Share() => _ = Umask(0b000_000_010);

    /// <summary>Makes a folder the group's: whatever is made in it belongs to the same group.</summary>
    /// <exception cref="InputException">The folder is somebody else's, and not the group's.</exception>
    public static void Give(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        try
        {
            File.SetUnixFileMode(path, Folder);
        }
        catch (UnauthorizedAccessException cause)
        {
            if ((File.GetUnixFileMode(path) & UnixFileMode.GroupWrite) == 0)
            {
                throw new InputException(
                    path, "a folder of somebody else that its group may not write", "one that all who work at the study may write",
                    $"have its owner run: chmod g+rwxs {path}", cause);
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "umask")]
    private static partial uint Umask(uint mask);
}
