using Panoptes.Foundation;

namespace Panoptes.Formats.Files;

/// <summary>Which files of a folder count: one rule for data sets, predictions and conversions.</summary>
public static class ListedFiles
{
    private static readonly string[] PhotographEndings = [".png", ".jpg", ".jpeg"];

    /// <summary>The images (PNG, JPEG; endings in any case) below a folder, at any depth, by path, sorted by ordinal.</summary>
    /// <exception cref="InputException">There is no such folder.</exception>
    public static IReadOnlyList<string> Images(string folder) => Below(folder, PhotographEndings);

    /// <summary>The PNGs (ending in any case) below a folder, at any depth, by path, sorted by ordinal.</summary>
    /// <exception cref="InputException">There is no such folder.</exception>
    public static IReadOnlyList<string> Pngs(string folder) => Below(folder, [".png"]);

    /// <summary>Whether a path below a folder is hidden: a part of it begins with a dot (<c>._x.png</c>, <c>.ipynb_checkpoints/x.png</c>).</summary>
    public static bool IsHidden(string relativePath) =>
        relativePath.Split('/').Any(part => part.StartsWith('.'));

    private static string[] Below(string folder, string[] endings)
    {
        if (!Directory.Exists(folder))
        {
            throw new InputException(folder, "no such folder", "a folder with images", "check the path");
        }

        var files = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(file => endings.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase) && !IsHidden(Path.GetRelativePath(folder, file)))
            .ToArray();
        Array.Sort(files, StringComparer.Ordinal);
        return files;
    }
}
