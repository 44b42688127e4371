namespace Panoptes.Experiments.Tests;

/// <summary>The working copy that the tests were built in.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Panoptes.slnx")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("the tests run outside of a working copy");
        }

        return folder.FullName;
    }
}
