namespace Panoptes.Foundation.Outputs;

/// <summary>What a command reads, so that it can be asked whether a path means any of it.</summary>
internal sealed class InputPaths
{
    private readonly Dictionary<FileIdentity, string> files = [];
    private readonly List<(string Shown, string Real, bool IsTree)> folders = [];
    private readonly HashSet<string> realFiles = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// Adds a file, or a folder and what is in it (with <paramref name="isTree"/>: at any depth); what is not there is passed over.
    /// </summary>
    public void Add(string path, bool isTree)
    {
        if (FileIdentity.Of(path) is not { } identity)
        {
            return;
        }

        if (Directory.Exists(path))
        {
            folders.Add((path, RealPath.Of(path), isTree));
            return;
        }

        files.TryAdd(identity, path);
        realFiles.Add(RealPath.Of(path));
        realFiles.Add(RealPath.OfTarget(path));
    }

    /// <summary>The input folder that a folder is, or null.</summary>
    public string? SameFolder(string real) => Found(folders.FirstOrDefault(folder =>
        string.Equals(folder.Real, real, StringComparison.OrdinalIgnoreCase)
        || (FileIdentity.Of(real) is { } identity && FileIdentity.Of(folder.Real) == identity)));

    /// <summary>The input folder that is read at any depth and holds a folder, or null.</summary>
    public string? TreeAround(string real) =>
        Found(folders.FirstOrDefault(folder => folder.IsTree && RealPath.IsWithin(real, folder.Real)));

    /// <summary>The input folder whose files a file is one of, or null.</summary>
    public string? FolderOf(string real) => Found(folders.FirstOrDefault(folder =>
        folder.IsTree ? RealPath.IsWithin(real, folder.Real) : Path.GetDirectoryName(real) == folder.Real));

    /// <summary>The input that a file to be written is, by any of its names, or null.</summary>
    /// <param name="target">The file, its folder resolved.</param>
    public string? SameFile(string target)
    {
        if (FileIdentity.Of(target, out var links, out _) is not { } identity)
        {
            return realFiles.Contains(target) ? target : null;
        }

        if (files.TryGetValue(identity, out var file))
        {
            return file;
        }

        // A second name of a file is a hard link: it may be one of a folder's files.
        return realFiles.Contains(target) ? target
            : links < 2 || Directory.Exists(target) ? null
            : folders.SelectMany(folder => Directory.EnumerateFiles(folder.Real, "*", new EnumerationOptions
            {
                RecurseSubdirectories = folder.IsTree,
                AttributesToSkip = 0,
                IgnoreInaccessible = true,
            })).FirstOrDefault(other => other != target && FileIdentity.Of(other) == identity);
    }

    private static string? Found((string Shown, string Real, bool IsTree) folder) => folder.Shown;
}
