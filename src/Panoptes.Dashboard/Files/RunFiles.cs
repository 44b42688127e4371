namespace Panoptes.Dashboard.Files;

/// <summary>A file of a run.</summary>
/// <param name="Path">Relative to the run's folder, with forward slashes.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Changed">When it was last written (UTC).</param>
internal sealed record RunFile(string Path, long Bytes, DateTime Changed);

/// <summary>The files below one folder, and none outside it: neither by a path that climbs nor by a link that leads out.</summary>
/// <param name="folder">The folder.</param>
internal sealed class RunFiles(string folder)
{
    private const int MostFiles = 2000;
    private const int MostLinks = 40;

    /// <summary>All files, by their paths; links are left out.</summary>
    public IReadOnlyList<RunFile> List()
    {
        var options = new EnumerationOptions
        {
            RecurseSubdirectories = true,
            MaxRecursionDepth = 5,
            AttributesToSkip = FileAttributes.ReparsePoint | FileAttributes.Hidden,
            IgnoreInaccessible = true,
        };
        return
        [
            .. new DirectoryInfo(folder).EnumerateFiles("*", options).Take(MostFiles)
                .Select(file => new RunFile(Path.GetRelativePath(folder, file.FullName), file.Length, file.LastWriteTimeUtc))
                .OrderBy(file => file.Path.Contains('/')).ThenBy(file => file.Path, StringComparer.Ordinal),
        ];
    }

    /// <summary>The full path of a file; null where it is not there or outside the folder.</summary>
    /// <param name="relative">The path relative to the folder, as a stranger gave it.</param>
    public string? Find(string relative)
    {
        if (relative.Length == 0 || Path.IsPathRooted(relative) || relative.AsSpan().ContainsAny('\\', '\0')
            || relative.Split('/').Any(part => part.Length == 0 || part[0] == '.'))
        {
            return null;
        }

        var path = Path.Combine(folder, relative);
        return File.Exists(path) && Canonical(path) is { } real && Canonical(folder) is { } root
            && real.StartsWith($"{Path.TrimEndingDirectorySeparator(root)}/", StringComparison.Ordinal) ? real : null;
    }

    /// <summary>The path without links; null where links run in a circle.</summary>
    private static string? Canonical(string path)
    {
        var links = 0;
        return Resolve(Path.GetFullPath(path), ref links);
    }

    private static string? Resolve(string path, ref int links)
    {
        if (Path.GetDirectoryName(path) is not { } above)
        {
            return path;
        }

        if (Resolve(above, ref links) is not { } parent)
        {
            return null;
        }

        var here = Path.Combine(parent, Path.GetFileName(path));
        if (new FileInfo(here).LinkTarget is not { } target)
        {
            return here;
        }

        return ++links > MostLinks ? null : Resolve(Path.GetFullPath(Path.Combine(parent, target)), ref links);
    }
}
