using Panoptes.Foundation;

namespace Panoptes.Formats.Files;

/// <summary>A folder whose files are named by an annotation file; no name reaches outside.</summary>
public static class InputFolder
{
    /// <summary>The path of a name below a folder, whether or not there is such a file.</summary>
    /// <param name="folder">The folder nothing may leave.</param>
    /// <param name="name">A relative name from a file, such as COCO's <c>file_name</c>, with <c>/</c> between folders.</param>
    /// <param name="source">Where the name stands, for the message.</param>
    /// <exception cref="InputException">The name is empty, absolute, holds a backslash, or leads out of the folder.</exception>
    public static string Join(string folder, string name, string source)
    {
        ArgumentNullException.ThrowIfNull(name);
        var root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)) + Path.DirectorySeparatorChar;
        if (name.Length == 0 || name.Contains('\0', StringComparison.Ordinal) || name.Contains('\\', StringComparison.Ordinal)
            || Path.IsPathRooted(name)
            || !Path.GetFullPath(Path.Combine(root, name)).StartsWith(root, StringComparison.Ordinal))
        {
            throw new InputException(
                source, $"the file name \"{name.Replace("\0", "\\0", StringComparison.Ordinal)}\"", $"a relative name below {folder}",
                "correct the file name");
        }

        return Path.Combine(folder, name);
    }

    /// <summary>The path of a file below a folder that must exist.</summary>
    /// <inheritdoc cref="Join"/>
    /// <exception cref="InputException">The name climbs out of the folder, or there is no such file.</exception>
    public static string File(string folder, string name, string source)
    {
        var path = Join(folder, name, source);
        return System.IO.File.Exists(path) ? path : throw Missing(path);
    }

    /// <summary>Opens a file that must exist.</summary>
    /// <exception cref="InputException">There is none, or it is a folder.</exception>
    public static FileStream Open(string path)
    {
        if (Directory.Exists(path))
        {
            throw new InputException(path, "a folder", "a file", "give the file itself");
        }

        if (!System.IO.File.Exists(path))
        {
            throw Missing(path);
        }

        return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1);
    }

    /// <summary>A folder that must exist.</summary>
    /// <exception cref="InputException">There is none.</exception>
    public static string Folder(string path) =>
        Directory.Exists(path) ? path : throw new InputException(path, "no such folder", "a folder", "check the path");

    private static InputException Missing(string path) =>
        new(path, "no such file", "a file", "check the path, or that the export is complete");
}
