using Panoptes.Foundation;

namespace Panoptes.Formats.Files;

/// <summary>
/// The images below a folder by key, so that layers of one sample are joined by name and never by their order in two listings. A key
/// is the path below the folder without its extension and without the suffix that all wanted files share.
/// </summary>
public static class KeyedFiles
{
    /// <summary>Lists a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="twice">Told of a second file with a key; throw to stop there, else the first one (by path) stays.</param>
    /// <param name="suffix">What comes before the extension: <c>_leftImg8bit</c>. Files without it are not listed.</param>
    /// <exception cref="InputException">There is no such folder.</exception>
    public static IReadOnlyDictionary<string, string> List(string folder, Action<InputException> twice, string suffix = "")
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(twice);
        var files = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in ListedFiles.Images(folder))
        {
            var key = KeyOf(folder, file);
            if (!key.EndsWith(suffix, StringComparison.Ordinal))
            {
                continue;
            }

            var name = key[..^suffix.Length];
            if (!files.TryAdd(name, file))
            {
                twice(new InputException(
                    file, $"a second file with the stem \"{name}\", beside {files[name]}", "one file a stem",
                    "remove or rename one of them"));
            }
        }

        return files;
    }

    /// <summary>A file's path below a folder without its extension.</summary>
    public static string KeyOf(string folder, string file)
    {
        var path = Path.GetRelativePath(folder, file);
        return path[..^Path.GetExtension(path).Length];
    }
}
