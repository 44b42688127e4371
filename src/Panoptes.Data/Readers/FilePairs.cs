using Panoptes.Foundation;

namespace Panoptes.Data;

/// <summary>Finds files and joins them by stem; never by their order in two listings.</summary>
internal static class FilePairs
{
    private static readonly string[] ImageExtensions = [".png", ".jpg", ".jpeg"];

    /// <summary>
    /// The image files below a folder by key: the path relative to the folder, without extension and without a suffix that all wanted
    /// files share. Files with other extensions or suffixes, and hidden ones, are not listed.
    /// </summary>
    public static Dictionary<string, string> List(string folder, DatasetProblems problems, string suffix = "")
    {
        var files = new Dictionary<string, string>(StringComparer.Ordinal);
        if (!Directory.Exists(folder))
        {
            throw new InputException(folder, "no such folder", "a folder with images", "correct data.root, or the names of the folders in it");
        }

        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            var extension = Path.GetExtension(file.AsSpan());
            if (!IsImage(extension) || Path.GetFileName(file.AsSpan())[0] == '.')
            {
                continue;
            }

            var key = file.AsSpan(folder.Length, file.Length - folder.Length - extension.Length).TrimStart('/');
            if (!key.EndsWith(suffix, StringComparison.Ordinal))
            {
                continue;
            }

            var name = key[..^suffix.Length].ToString();
            if (!files.TryAdd(name, file))
            {
                problems.Report(new InputException(file, $"a second file with the stem \"{name}\", beside {files[name]}", "one file a stem", "remove or rename one of them"));
            }
        }

        return files;
    }

    /// <summary>The keys that both have, sorted; a key that one side lacks is a problem that names both sides.</summary>
    /// <param name="images">Images by key.</param>
    /// <param name="others">Their labels or depth maps by key.</param>
    /// <param name="imageFolder">Where the images are.</param>
    /// <param name="otherFolder">Where the others are.</param>
    /// <param name="kind">What the others are: <c>label</c>.</param>
    /// <param name="problems">Takes what is missing.</param>
    public static List<string> Join(
        Dictionary<string, string> images, Dictionary<string, string> others, string imageFolder, string otherFolder, string kind, DatasetProblems problems)
    {
        var noOther = images.Keys.Where(k => !others.ContainsKey(k)).Order(StringComparer.Ordinal).ToList();
        var noImage = others.Keys.Where(k => !images.ContainsKey(k)).Order(StringComparer.Ordinal).ToList();
        if (problems.IsCollecting)
        {
            foreach (var key in noOther)
            {
                problems.Report(Missing(images[key], $"an image without {kind}", $"a {kind} file {otherFolder}/{key}.png"));
            }

            foreach (var key in noImage)
            {
                problems.Report(Missing(others[key], $"a {kind} without image", $"an image file {imageFolder}/{key}.jpg or .png"));
            }
        }
        else if (noOther.Count + noImage.Count > 0)
        {
            throw Missing(
                $"{imageFolder} and {otherFolder}",
                $"{noOther.Count} images without {kind}{Examples(noOther)} and {noImage.Count} {kind}s without image{Examples(noImage)}",
                "one of each for every stem");
        }

        return [.. images.Keys.Where(others.ContainsKey).Order(StringComparer.Ordinal)];
    }

    /// <summary>The error for a folder in which nothing matched.</summary>
    public static InputException NothingFound(string folder, string expected) =>
        new(folder, "no file that matches", expected, "correct data.root, data.format or the split's name");

    private static InputException Missing(string source, string found, string expected) =>
        new(source, found, expected, "add the missing files or remove the lone ones");

    private static string Examples(List<string> keys) => keys.Count switch
    {
        0 => "",
        <= 3 => $" ({string.Join(", ", keys)})",
        _ => $" ({string.Join(", ", keys.Take(3))}, ...)",
    };

    private static bool IsImage(ReadOnlySpan<char> extension)
    {
        foreach (var known in ImageExtensions)
        {
            if (extension.Equals(known, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
