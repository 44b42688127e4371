using Panoptes.Foundation;

namespace Panoptes.Metrics;

/// <summary>A folder whose files are named by an annotation file; no name reaches outside.</summary>
internal static class InputFolder
{
    /// <summary>The path of a file below a folder.</summary>
    /// <exception cref="InputException">The name climbs out of the folder, or there is no such file.</exception>
    public static string File(string folder, string name, string source)
    {
        var root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)) + Path.DirectorySeparatorChar;
        if (name.Length == 0 || name.Contains('\0', StringComparison.Ordinal) || Path.IsPathRooted(name)
            || !Path.GetFullPath(Path.Combine(root, name)).StartsWith(root, StringComparison.Ordinal))
        {
            throw new InputException(source, $"the file name \"{name.Replace('\0', '?')}\"", $"a name below {folder}", "correct the name in the annotation file");
        }

        var path = Path.Combine(folder, name);
        return System.IO.File.Exists(path) ? path : throw Missing(path);
    }

    /// <summary>Opens a file that must exist.</summary>
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

    /// <summary>Checks that a folder exists.</summary>
    public static string Folder(string path) =>
        Directory.Exists(path) ? path : throw new InputException(path, "no such folder", "a folder", "check the path");

    private static InputException Missing(string path) => new(path, "no such file", "a file", "check the path, or that the export is complete");
}
