using Panoptes.Foundation;

namespace Panoptes.Studies.Leases.Files;

/// <summary>Folders and files that whoever may write into the folder above may write too, whatever the umask.</summary>
internal static class SharedFolder
{
    private const UnixFileMode ReadAndWrite = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead;

    /// <summary>Makes a folder where it is missing, with the rights of the one above it.</summary>
    public static void Make(string path)
    {
        if (Directory.Exists(path))
        {
            return;
        }

        var above = Path.GetDirectoryName(Path.GetFullPath(path))!;
        Make(above);

        // Its rights are set before others see it.
        var pending = Path.Combine(above, $".{Guid.NewGuid():N}.new");
        try
        {
            Directory.CreateDirectory(pending);
            SetMode(pending, Mode(above));
            Directory.Move(pending, path);
        }
        catch (UnauthorizedAccessException denied)
        {
            throw new InputException(
                above, "a folder in which no folder may be made", "one that whoever works on the study may write",
                "let the study's folder be writable by the group (chmod g+rwx)", denied);
        }
        catch (IOException) when (Directory.Exists(path))
        {
            Directory.Delete(pending);
        }
    }

    /// <summary>The rights of a file in a folder.</summary>
    public static UnixFileMode FileMode(string folder) =>
        UnixFileMode.UserRead | UnixFileMode.UserWrite | (Mode(folder) & ReadAndWrite);

    private static UnixFileMode Mode(string path) => OperatingSystem.IsWindows() ? ReadAndWrite : File.GetUnixFileMode(path);

    private static void SetMode(string path, UnixFileMode mode)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, mode);
        }
    }
}
