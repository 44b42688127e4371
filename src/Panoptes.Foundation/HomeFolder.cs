namespace Panoptes.Foundation;

/// <summary>Paths that begin with <c>~</c>: a shell expands them only where they begin a word.</summary>
public static class HomeFolder
{
    /// <summary>The path with a leading <c>~/</c>, or <c>~</c> alone, replaced by the user's folder; any other text as it is.</summary>
    public static string Expand(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return path == "~" || path.StartsWith("~/", StringComparison.Ordinal)
            ? (Environment.GetEnvironmentVariable(
                "HOME") is { Length: > 0 } home ? home : Environment.GetFolderPath(Environment.SpecialFolder.UserProfile)) + path[1..]
            : path;
    }
}
