using Panoptes.Foundation;

namespace Panoptes.Formats.Files;

/// <summary>Which files and folders of a folder count: one rule for data sets, predictions and conversions.</summary>
public static class ListedFiles
{
    private static readonly string[] PhotographEndings = [".png", ".jpg", ".jpeg"];

    /// <summary>The images (PNG, JPEG; endings in any case) below a folder, at any depth, by path, sorted by ordinal.</summary>
    /// <exception cref="InputException">There is no such folder.</exception>
    public static IReadOnlyList<string> Images(string folder) => Below(folder, IsImage);

    /// <summary>The PNGs (ending in any case) below a folder, at any depth, by path, sorted by ordinal.</summary>
    /// <exception cref="InputException">There is no such folder.</exception>
    public static IReadOnlyList<string> Pngs(string folder) => WithEnding(folder, ".png");

    /// <summary>The files below a folder whose names end so (in any case), at any depth, by path, sorted by ordinal.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="ending">The end of the name, with the extension: <c>_pred.txt</c>. All files where empty.</param>
    /// <exception cref="InputException">There is no such folder.</exception>
    public static IReadOnlyList<string> WithEnding(string folder, string ending) =>
        Below(folder, path => path.EndsWith(ending, StringComparison.OrdinalIgnoreCase));

    /// <summary>
    /// The folders directly in a folder that are not hidden, by path, sorted by ordinal; none where there is no such folder.
    /// </summary>
    public static IReadOnlyList<string> Folders(string folder) => !Directory.Exists(folder)
        ? []
        : [.. Directory.EnumerateDirectories(folder).Where(path => !IsHidden(Path.GetFileName(path))).Order(StringComparer.Ordinal)];

    /// <summary>
    /// The images in a folder itself, without those below it, by path, sorted by ordinal; none where there is no such folder.
    /// </summary>
    public static IReadOnlyList<string> ImagesIn(string folder) => !Directory.Exists(folder)
        ? []
        : [.. Directory.EnumerateFiles(folder).Where(path => IsImage(path) && !IsHidden(Path.GetFileName(path)))
            .Order(StringComparer.Ordinal)];

    /// <summary>
    /// Whether a path below a folder is hidden: a part of it begins with a dot (<c>._x.png</c>, <c>.ipynb_checkpoints/x.png</c>).
    /// </summary>
    public static bool IsHidden(string relativePath)
    {
        ArgumentNullException.ThrowIfNull(relativePath);
        return relativePath.StartsWith('.') || relativePath.Contains("/.", StringComparison.Ordinal);
    }

    /// <summary>Whether a name is that of a PNG or a JPEG.</summary>
    public static bool IsImage(string path) => PhotographEndings.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);

    private static string[] Below(string folder, Func<string, bool> counts)
    {
        if (!Directory.Exists(folder))
        {
            throw new InputException(folder, "no such folder", "a folder with images", "check the path");
        }

        var files = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(file => counts(file) && !IsHidden(Path.GetRelativePath(folder, file)))
            .ToArray();
        Array.Sort(files, StringComparer.Ordinal);
        return files;
    }
}
