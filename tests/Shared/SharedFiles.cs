namespace Panoptes.Tests;

/// <summary>The folder of reference results, real images and weights that lies beside the project.</summary>
internal static class SharedFiles
{
    /// <summary>The folder <c>shared</c> beside the repository, or null where it is missing.</summary>
    public static string? Root { get; } = Find();

    /// <summary>Path of a file or folder below <c>shared</c>, or null where it is missing.</summary>
    public static string? Path(string relative)
    {
        if (Root is null)
        {
            return null;
        }

        var path = System.IO.Path.Combine(Root, relative);
        return File.Exists(path) || Directory.Exists(path) ? path : null;
    }

    private static string? Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "Panoptes.slnx")))
            {
                var shared = System.IO.Path.Combine(folder.FullName, "..", "shared");
                return Directory.Exists(shared) ? System.IO.Path.GetFullPath(shared) : null;
            }
        }

        return null;
    }
}
