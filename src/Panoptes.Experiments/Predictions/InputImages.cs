using System.Text.RegularExpressions;
using Panoptes.Formats.Files;
using Panoptes.Foundation;

namespace Panoptes.Experiments.Predictions;

/// <summary>The images and videos that words of a command line mean: files, folders with all below them, and patterns.</summary>
internal static class InputImages
{
    /// <summary>Every file with what its results are called: its name without extension, with its folders below the one named.</summary>
    /// <param name="words">Paths, and patterns with <c>*</c>, <c>?</c> and <c>**</c> (folders at any depth).</param>
    /// <exception cref="InputException">A word means nothing, or two files have one name.</exception>
    public static IReadOnlyList<(string Path, string Name)> Find(IReadOnlyList<string> words)
    {
        var found = words.SelectMany(Expand).DistinctBy(file => Path.GetFullPath(file.Path)).ToList();
        if (found.Count == 0)
        {
            throw new InputException(
                string.Join(", ", words), "no image", "JPEG or PNG images, or videos", "name image files or a folder that holds some");
        }

        // Folders of the same layout are told apart by their own names.
        var names = Twice(found, file => file.Name) is null ? found : [.. found.Select(file => file with { Name = file.LongName })];
        return Twice(names, file => file.Name) is { } twice
            ? throw new InputException(
                string.Join(" and ", twice.Take(2).Select(file => file.Path)), $"two images called '{twice.Key}'",
                "names that differ, as results are named after them", "predict them into different folders")
            : [.. names.Select(file => (file.Path, file.Name))];
    }

    private static IGrouping<string, InputFile>? Twice(IEnumerable<InputFile> files, Func<InputFile, string> name) =>
        files.GroupBy(name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(group => group.Count() > 1);

    private static IEnumerable<InputFile> Expand(string word)
    {
        if (Directory.Exists(word))
        {
            return Below(word, _ => true);
        }

        if (File.Exists(word))
        {
            return [new InputFile(word, Path.GetFileNameWithoutExtension(word), Path.GetFileNameWithoutExtension(word))];
        }

        var wildcard = word.IndexOfAny(['*', '?']);
        if (wildcard < 0)
        {
            throw new InputException(
                word, "no such file or folder", "an image, a video, a folder of them, or a pattern such as 'photos/**/*.jpg'",
                "check the path");
        }

        var folder = word[..(word[..wildcard].LastIndexOf('/') + 1)];
        var pattern = new Regex($"^{Translated(word[folder.Length..])}$", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
        folder = folder.Length == 0 ? "." : folder;
        var matched = Directory.Exists(folder) ? Below(folder, pattern.IsMatch).ToList() : [];
        return matched.Count > 0 ? matched : throw new InputException(
            word, "no image or video that matches", "a pattern of some", "check it: * stands for letters, ** for folders");
    }

    private static IEnumerable<InputFile> Below(string folder, Func<string, bool> counts)
    {
        var own = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
        return ListedFiles.WithEnding(folder, "").Where(path => ListedFiles.IsImage(path) || InputVideo.IsVideo(path))
            .Select(path => (Path: path, Relative: Path.GetRelativePath(folder, path))).Where(file => counts(file.Relative))
            .Select(file => (file.Path, Name: Path.ChangeExtension(file.Relative, null)))
            .Select(file => new InputFile(file.Path, file.Name, $"{own}/{file.Name}"));
    }

    private static string Translated(string pattern) => Regex.Escape(pattern)
        .Replace(@"\*\*/", "(?:.*/)?", StringComparison.Ordinal).Replace(@"\*\*", ".*", StringComparison.Ordinal)
        .Replace(@"\*", "[^/]*", StringComparison.Ordinal).Replace(@"\?", "[^/]", StringComparison.Ordinal);

    private sealed record InputFile(string Path, string Name, string LongName);
}
