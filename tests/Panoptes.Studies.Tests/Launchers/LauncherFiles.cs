namespace Panoptes.Studies.Tests.Launchers;

/// <summary>Files beside these tests.</summary>
internal static class LauncherFiles
{
    private static readonly string Root = Find();

    public static string Path(string relative) => System.IO.Path.Combine(Root, relative);

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "Panoptes.slnx")))
            {
                return System.IO.Path.Combine(folder.FullName, "tests/Panoptes.Studies.Tests/Launchers");
            }
        }

        throw new DirectoryNotFoundException("no Panoptes.slnx above the tests");
    }
}
