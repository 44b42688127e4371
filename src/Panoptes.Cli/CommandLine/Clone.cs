namespace Panoptes.Cli.CommandLine;

/// <summary>Where the program's own clone is.</summary>
internal static class Clone
{
    /// <summary>The folder with Panoptes.slnx above the program, or null where the program was copied elsewhere.</summary>
    public static string? Root { get; } = Find();

    /// <summary>Where build results and traces go: the clone's artifacts, else a folder for temporary files.</summary>
    public static string Artifacts => Root is null ? Path.Combine(Path.GetTempPath(), "panoptes") : Path.Combine(Root, "artifacts");

    private static string? Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Panoptes.slnx")))
            {
                return folder.FullName;
            }
        }

        return null;
    }
}
