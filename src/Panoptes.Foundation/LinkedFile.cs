namespace Panoptes.Foundation;

/// <summary>Files by whatever links they are reached.</summary>
public static class LinkedFile
{
    /// <summary>
    /// The file that a path leads to in the end, which need not exist; the path's own where it is no link, or links lead in a circle.
    /// </summary>
    public static FileInfo Of(string path)
    {
        var file = new FileInfo(path);
        try
        {
            return file.LinkTarget is null ? file : file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? file;
        }
        catch (IOException)
        {
            return file;
        }
    }

    /// <summary>
    /// Name, size and time of the file that a path leads to, by which a changed one is told without reading it; <c>none</c> where there is
    /// none.
    /// </summary>
    public static string State(string? path) => path is not null && Of(path) is { Exists: true } found
        ? $"{found.Name} {found.Length} {found.LastWriteTimeUtc.Ticks}"
        : "none";
}
