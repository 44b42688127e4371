using Panoptes.Foundation;

namespace Panoptes.Studies.Imports.Sources;

/// <summary>
/// The files below a path, in order of their names. Links to folders are not entered, and links to files count only where they lead to a
/// file below the same path. Bounded, so that a path given by mistake ends with an error rather than with a search of the whole disk.
/// </summary>
internal sealed class SourceTree
{
    private const int MostEntries = 500_000;
    private const int DeepestFolder = 24;

    private SourceTree(string given, string root, bool isFile)
    {
        Given = given;
        Root = root;
        IsFile = isFile;
    }

    /// <summary>The path as it was given.</summary>
    public string Given { get; }

    /// <summary>The folder that everything lies in.</summary>
    public string Root { get; }

    /// <summary>Whether a single file was given.</summary>
    public bool IsFile { get; }

    /// <summary>The tree of a path; a link that is given itself is followed.</summary>
    public static SourceTree At(string path)
    {
        if (File.Exists(path))
        {
            return new SourceTree(path, Path.GetDirectoryName(LinkedFile.Of(Path.GetFullPath(path)).FullName)!, true);
        }

        var folder = new DirectoryInfo(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)));
        return new SourceTree(path, folder.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? folder.FullName, false);
    }

    /// <summary>The path of a file below the root, with forward slashes.</summary>
    public string Relative(string file) => IsFile ? Path.GetFileName(file) : Path.GetRelativePath(Root, file).Replace('\\', '/');

    /// <summary>How messages name a file or folder of the tree.</summary>
    public string Shown(string path) =>
        IsFile || path == Root ? Given : $"{Path.TrimEndingDirectorySeparator(Given)}/{Relative(path)}";

    /// <summary>The files, lazily.</summary>
    /// <param name="warn">Told of what was left out; null where that does not matter.</param>
    /// <exception cref="InputException">There are too many.</exception>
    public IEnumerable<string> Files(Action<string>? warn = null)
    {
        if (IsFile)
        {
            return [LinkedFile.Of(Path.GetFullPath(Given)).FullName];
        }

        return Below(new DirectoryInfo(Root), 0, new Count(), warn);
    }

    private IEnumerable<string> Below(DirectoryInfo folder, int depth, Count count, Action<string>? warn)
    {
        if (depth > DeepestFolder)
        {
            warn?.Invoke($"{Shown(folder.FullName)}: left out, more than {DeepestFolder} folders deep");
            yield break;
        }

        foreach (var entry in Entries(folder, warn))
        {
            if (++count.Entries > MostEntries)
            {
                throw new InputException(
                    Given, $"more than {MostEntries} files and folders", "the results of trainings",
                    "give the folder that holds them alone");
            }

            if (entry.LinkTarget is not null && (entry is DirectoryInfo || !StaysInside(entry)))
            {
                var what = entry is DirectoryInfo ? "to a folder" : "that leads elsewhere";
                warn?.Invoke($"{Shown(entry.FullName)}: left out, a link {what}");
            }
            else if (entry is DirectoryInfo inner)
            {
                foreach (var file in Below(inner, depth + 1, count, warn))
                {
                    yield return file;
                }
            }
            else
            {
                yield return entry.FullName;
            }
        }
    }

    private FileSystemInfo[] Entries(DirectoryInfo folder, Action<string>? warn)
    {
        try
        {
            return [.. folder.EnumerateFileSystemInfos().Take(MostEntries + 1).OrderBy(entry => entry.Name, StringComparer.Ordinal)];
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            warn?.Invoke($"{Shown(folder.FullName)}: left out, {cause.Message}");
            return [];
        }
    }

    private bool StaysInside(FileSystemInfo link)
    {
        try
        {
            return link.ResolveLinkTarget(returnFinalTarget: true) is FileInfo { Exists: true } target
                && target.FullName.StartsWith(Root + Path.DirectorySeparatorChar, StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }

    private sealed class Count
    {
        public int Entries { get; set; }
    }
}
