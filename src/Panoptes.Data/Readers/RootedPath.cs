using Panoptes.Foundation;

namespace Panoptes.Data;

/// <summary>Joins names that come out of files to a folder without letting them climb out of it.</summary>
internal static class RootedPath
{
    /// <summary>The path of a name below a folder.</summary>
    /// <param name="folder">The folder nothing may leave.</param>
    /// <param name="name">A relative name from a file, such as COCO's <c>file_name</c>.</param>
    /// <param name="source">Where the name stands, for the message.</param>
    /// <exception cref="InputException">The name is empty, absolute, or leads out of the folder.</exception>
    public static string Join(string folder, string name, string source)
    {
        var root = Path.GetFullPath(folder);
        if (name.Length > 0 && !name.Contains('\0') && !Path.IsPathRooted(name) && !name.Contains('\\'))
        {
            var full = Path.GetFullPath(Path.Combine(root, name));
            if (full.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            {
                return full;
            }
        }

        throw new InputException(source, $"the file name \"{name.Replace("\0", "\\0")}\"", $"a relative name inside {root}", "correct the file name");
    }
}
